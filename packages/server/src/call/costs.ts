import { z } from 'zod';
import type { Costs } from '../prices/price-order.ts';
import { formatAmount } from '../referral/money.ts';
import { fieldNow } from './changing.ts';
import { minorUnits } from './decimal.ts';
import type { Call } from './declare.ts';
import { PlatformError } from './platform-error.ts';

const PRICE = String.raw`\s*(?:-100|-50|\d{1,3}):\d{1,13}(?:\.\d{1,4})?\s*`;

/** What something costs for each period it is sold for, as it is sent: `1:10.50,12:105`. */
export const costs = z
  .string()
  .max(2000)
  .regex(new RegExp(`^${PRICE}(?:,${PRICE})*$`));

/** How that is written, for the reference. */
export const COSTS =
  'for each payment period, `1:10.50,12:105` being 10.50 a month and 105 a year: −100 is the trial, −50 a day, 0 for ' +
  "life, otherwise months. In the provider's currency; others follow by their rates (`billref.currencyrate`). It is " +
  'sold for these periods alone';

/**
 * The costs that the parameter `cost` holds.
 *
 * @throws PlatformError naming it if a price has too many digits or a period has two
 */
function costsIn(written: string, exponent: number): Costs {
  const read = new Map<number, number>();
  for (const price of written.split(',')) {
    const [period = '', amount = ''] = price.trim().split(':');
    if (read.has(Number(period)))
      throw new PlatformError(
        'value',
        'cost',
        { en: `'cost' has two prices for the period ${period}`, ru: `в 'cost' две цены на период ${period}` },
        written,
      );
    read.set(Number(period), minorUnits('cost', amount, exponent));
  }
  return read;
}

/** What something costs from now on: as sent, nothing where `cost` was sent empty, and as before without it. */
export const costsNow = (
  call: Call,
  { given, before, exponent }: { given: string | undefined; before: Costs | undefined; exponent: number },
): Costs =>
  fieldNow(call, 'cost', given === undefined ? undefined : costsIn(given, exponent), before) ??
  new Map<number, number>();

/** Costs as they are sent; nothing where something is not sold. */
export const writtenCosts = (read: Costs, exponent: number): string | undefined =>
  [...read].map(([period, cost]) => `${String(period)}:${formatAmount(cost, exponent)}`).join(',') || undefined;
