import type { SimulatedPartner } from './simulate-rule.ts';

/** What all partners would have earned in a currency, and have. */
type SimulatedTotal = Omit<SimulatedPartner, 'partner' | 'name'>;

/** Sums up by currency, never over currencies; in the order of their codes. */
export function totalsOf(simulated: readonly SimulatedPartner[]): SimulatedTotal[] {
  const totals = new Map<string, SimulatedTotal>();
  for (const { currency, exponent, would_earn, earned } of simulated) {
    const before = totals.get(currency) ?? { would_earn: 0, earned: 0 };
    totals.set(currency, {
      ...{ currency, exponent },
      would_earn: before.would_earn + would_earn,
      earned: before.earned + earned,
    });
  }
  return [...totals.values()].sort((one, other) => (one.currency < other.currency ? -1 : 1));
}
