import { z } from 'zod';
import { parseAmount } from '../referral/money.ts';
import { PlatformError } from './platform-error.ts';

/** A decimal number as it is written: `10`, `10.50`. */
export const decimal = z.string().regex(/^\d{1,13}(\.\d{1,4})?$/);

/**
 * The minor units of a parameter's amount, exactly; it has no more digits than the currency.
 *
 * @throws PlatformError naming the parameter, if it is no such amount
 */
export function minorUnits(parameter: string, written: string, exponent: number): number {
  const amount = parseAmount(written, exponent);
  if (amount === undefined)
    throw new PlatformError(
      'value',
      parameter,
      {
        en: `'${parameter}' must be an amount with ${String(exponent)} digits after the point at most, and not too large`,
        ru: `'${parameter}' должно быть суммой, не слишком большой, не более чем с ${String(exponent)} знаками после точки`,
      },
      written,
    );
  return amount;
}

/** The same of an amount that must be more than nothing. */
export function positiveUnits(parameter: string, written: string, exponent: number): number {
  const amount = minorUnits(parameter, written, exponent);
  if (amount <= 0)
    throw new PlatformError(
      'value',
      parameter,
      { en: `'${parameter}' must be more than nothing`, ru: `'${parameter}' должно быть больше нуля` },
      written,
    );
  return amount;
}
