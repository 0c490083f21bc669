import { formatAmount } from '../referral/money.ts';
import type { Sum } from '../store/overview.ts';

/** An amount with its currency: `10.50 EUR`. */
export const price = ({ amount, currency }: Sum): string =>
  `${formatAmount(amount, currency.exponent)} ${currency.iso}`;

/** A payment period in words (seed 002). */
export function periodName(period: number): string {
  if (period === -100) return 'trial';
  if (period === -50) return '1 day';
  if (period === 0) return 'lifetime';
  return period === 1 ? '1 month' : `${String(period)} months`;
}
