/** A payment to a partner: how much it was, and how much of that the partner has spent by now, in minor units. */
export interface UsablePayment {
  readonly id: number;
  readonly subaccountamount: number;
  readonly usedamount: number;
}

/**
 * Which payments an amount is spent of, the oldest first, and by how much each advances. What no payment covers was added
 * to the balance by hand.
 *
 * @param payments the oldest first
 */
export function usePayments(
  payments: readonly UsablePayment[],
  amount: number,
): readonly { readonly id: number; readonly used: number }[] {
  let left = amount;
  return payments.flatMap(({ id, subaccountamount, usedamount }) => {
    const used = Math.min(left, Math.max(0, subaccountamount - usedamount));
    left -= used;
    return used === 0 ? [] : [{ id, used }];
  });
}
