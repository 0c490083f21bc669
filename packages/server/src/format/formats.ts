import { bjson } from './bjson.ts';
import type { Format } from './format.ts';
import { json, xjson } from './json.ts';
import { print } from './print.tsx';
import { xml } from './xml.ts';

/** The output formats by what `out` calls them. */
export const formats: ReadonlyMap<string, Format> = new Map([
  ['xml', xml],
  ['json', json],
  ['sjson', xjson],
  ['xjson', xjson],
  ['bjson', bjson],
  ['print', print],
]);

/** What a function answers in when `out` says nothing (seed 001: bjson for the referral programs). */
export const defaultFormat = (func: string): Format => (func.startsWith('referralprogram') ? bjson : xml);
