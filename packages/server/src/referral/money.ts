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
