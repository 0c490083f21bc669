import { formatAmount, LARGEST_AMOUNT } from '../referral/money.ts';

/** One unit of a currency is `numerator / denominator` units of another. */
export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * An amount in another currency, computed exactly and rounded once, half away from zero. A sum is exchanged as a sum: its
 * parts, rounded one by one, may come to something else.
 *
 * @param amount minor units
 * @param exponents the digits after the decimal point of the one currency and of the other
 * @returns minor units of the other, or nothing where they are more than the tables could hold
 */
export function exchange(
  amount: number,
  { numerator, denominator }: Rate,
  { from, to }: { readonly from: number; readonly to: number },
): number | undefined {
  const above = BigInt(amount) * BigInt(numerator) * 10n ** BigInt(to);
  const below = BigInt(denominator) * 10n ** BigInt(from);
  const half = above < 0n ? -below : below;
  const exchanged = Number((2n * above + half) / (2n * below));
  return Math.abs(exchanged) <= LARGEST_AMOUNT ? exchanged : undefined;
}

/** Digits of a rate after its point. */
const RATE_DIGITS = 8;

/** The largest part of a rate that the tables hold. */
const LARGEST_PART = 1_000_000_000_000;

/** A rate as it is written, `1.1603`, exactly; nothing where it is zero or the tables could not hold it. */
export function parseRate(written: string): Rate | undefined {
  const [whole = '', fraction = ''] = written.split('.');
  const digits = fraction.replace(/0+$/, '');
  const numerator = Number(whole + digits);
  return numerator > 0 && numerator <= LARGEST_PART ? { numerator, denominator: 10 ** digits.length } : undefined;
}

/** The same as text. */
export const formatRate = ({ numerator, denominator }: Rate): string => {
  const parts = (BigInt(numerator) * 10n ** BigInt(RATE_DIGITS)) / BigInt(denominator);
  return formatAmount(Number(parts), RATE_DIGITS).replace(/\.?0+$/, '');
};

/** A cost as the platform's price lists write it, with four decimals: `10.5000`. */
export function formatCost(amount: number, exponent: number): string {
  const [whole = '', fraction = ''] = formatAmount(amount, exponent).split('.');
  return `${whole}.${fraction.padEnd(4, '0')}`;
}
