import { isClickId, isPartnerId } from '@billref/protocol';
import { z } from 'zod';

// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** A text that both databases and a page can hold. */
export const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((value) => value.isWellFormed() && !CONTROL.test(value));

/** A text of one line, without the spaces around it. */
export const line = (longest: number) =>
  text(longest)
    .transform((value) => value.trim())
    .refine((value) => !/[\t\r\n]/.test(value));

/** A line that is not blank. */
export const notBlank = (longest: number) => line(longest).refine((value) => value !== '');

/** A row's id. */
export const id = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number);

/** A payment period (seed 002): −100 trial, −50 day, 0 lifetime, otherwise months. */
export const period = z
  .string()
  .regex(/^(-100|-50|\d{1,3})$/)
  .transform(Number);

/** Referral data never fails anything: what is no partner's id counts as absent. */
export const partner = z
  .string()
  .transform((value) => (isPartnerId(value.trim()) ? Number(value.trim()) : undefined))
  .optional();

/** A click id; a blank one, as clients that have none send it, counts as absent. */
export const sesid = z
  .string()
  .transform((value) => (isClickId(value.trim()) ? value.trim() : undefined))
  .optional();

/** A day, `YYYY-MM-DD`, that exists. */
export const day = z.iso.date();

/** A currency by its ISO code. */
export const iso = z
  .string()
  .regex(/^[A-Za-z]{3}$/)
  .transform((code) => code.toUpperCase());

/** What confirms that something is to be saved (seed 001): anything but nothing, usually `ok`. */
export const sok = z.string().optional().describe('Not empty, usually `ok`: save. Without it, the form.');

/** A flag: `on`, as the platform's forms send it. */
export const flag = z
  .enum(['on', 'off'])
  .transform((value) => value === 'on')
  .optional();

/** A list of ids, separated by commas. */
export const ids = z
  .string()
  .max(10_000)
  .regex(/^\s*[1-9]\d{0,14}(\s*,\s*[1-9]\d{0,14})*\s*,?\s*$/)
  .transform((value) =>
    value
      .split(',')
      .filter((one) => one.trim() !== '')
      .map(Number),
  );

/** The add-ons of an order by their ids, sent as `addon_3=2048` (seed 002); those that are not chosen may be missing. */
export const addons = z
  .record(z.string(), line(20))
  .default({})
  .describe(
    'An add-on, `N` being its id: `on` for one that is taken, the amount of one that is counted, the id of an element, ' +
      'or the id of the add-on that is chosen of several, whose own amount stands under its own id.',
  );
