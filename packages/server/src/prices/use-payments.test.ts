import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { usePayments } from './use-payments.ts';

const amount = fc.integer({ min: 0, max: 9_000_000_000_000 });
const payments = fc.array(
  fc.tuple(amount, amount).map(([one, other]) => ({
    subaccountamount: Math.max(one, other),
    usedamount: Math.min(one, other),
  })),
  { maxLength: 8 },
);

test('an amount is spent of the oldest payments first, exactly, and of none more than it was', () => {
  fc.assert(
    fc.property(payments, amount, (given, spent) => {
      const numbered = given.map((payment, index) => ({ id: index + 1, ...payment }));
      const uses = usePayments(numbered, spent);
      const used = new Map(uses.map(({ id, used }) => [id, used]));
      const free = numbered.reduce((sum, one) => sum + one.subaccountamount - one.usedamount, 0);
      expect(uses.reduce((sum, one) => sum + one.used, 0)).toBe(Math.min(spent, free));
      let before = spent;
      for (const { id, subaccountamount, usedamount } of numbered) {
        const mine = used.get(id) ?? 0;
        expect(mine).toBe(Math.min(before, subaccountamount - usedamount));
        before -= mine;
      }
    }),
  );
});

test('a payment that took money back is not spent', () => {
  expect(usePayments([{ id: 1, subaccountamount: -5, usedamount: 0 }], 3)).toEqual([]);
});
