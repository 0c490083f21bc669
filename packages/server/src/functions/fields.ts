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
