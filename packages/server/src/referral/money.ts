const PARTS = 1_000_000n;

/**
 * A share of an amount, rounded once, half away from zero; exactly what the reward run's SQL computes.
 *
 * @param amount minor units
 * @param percent parts per million
 */
export function shareOf(amount: number, percent: number): number {
  const product = BigInt(amount) * BigInt(percent);
  const half = product < 0n ? -PARTS / 2n : PARTS / 2n;
  return Number((product + half) / PARTS);
}

/** An amount as the platform writes it: 1050 minor units with exponent 2 are `10.50`. */
export function formatAmount(amount: number, exponent: number): string {
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const sign = amount < 0 ? '-' : '';
  return exponent === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-exponent)}`;
}

/** The same with its currency: `10.50 EUR`. */
export const formatMoney = (
  amount: number,
  { iso, exponent }: { readonly iso: string; readonly exponent: number },
): string => `${formatAmount(amount, exponent)} ${iso}`;

/** The largest amount the tables hold, in minor units. */
export const LARGEST_AMOUNT = 9_000_000_000_000;

/**
 * The minor units of an amount as the platform writes it, `10.50` or `10.5`, or nothing if it is none: what is smaller
 * than a minor unit is not rounded away.
 */
export function parseAmount(text: string, exponent: number): number | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d{1,13})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (whole === '' || /[^0]/.test(fraction.slice(exponent))) return undefined;
  const amount = Number(`${sign}${whole}${fraction.slice(0, exponent).padEnd(exponent, '0')}`);
  return Math.abs(amount) <= LARGEST_AMOUNT ? amount : undefined;
}

/** A percentage as it is written, of parts per million: 75 000 are `7.5`. */
export const formatPercent = (percent: number): string => formatAmount(percent, PERCENT_DIGITS).replace(/\.?0+$/, '');

/** A percentage has parts per million, that is four digits after its point. */
export const PERCENT_DIGITS = 4;
