import { encodeDollar } from '@billref/protocol';
import type { Format } from './format.ts';

const contentType = 'application/json; charset=utf-8';

/** The dollar mapping; a list with one element is the bare element, as the platform's clients guard for. */
export const json: Format = { contentType, write: (doc) => JSON.stringify({ doc: encodeDollar(doc, 'bare') }) };

/** The dollar mapping in which a list stays a list: `sjson` and `xjson`. */
export const xjson: Format = { contentType, write: (doc) => JSON.stringify({ doc: encodeDollar(doc) }) };
