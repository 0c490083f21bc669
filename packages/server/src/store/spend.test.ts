import { expect, test } from '@jest/globals';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { STATUS } from './payment-status.ts';
import { spend } from './spend.ts';

onEachStore((place) => {
  const { run, newProvider, addReferral, addExpense, balanceOf } = rewardTests(place);

  test('an order uses what is credited, and no payment that is still being made', async () => {
    const { store } = place();
    const provider = await newProvider();
    const expense = await addExpense(provider, await addReferral(provider), 1000, '2025-06-20T12:00:00Z');
    await run('2025-07-01');
    const credited = await store.selectFrom('payment').selectAll().executeTakeFirstOrThrow();
    const { id: _, ...payment } = credited;
    // Older than the credited one, so that it would be used first.
    await store
      .insertInto('payment')
      .values({ ...payment, createdate: 0, randomnumber: 'being made', status: STATUS.new, subaccountamount: 500 })
      .execute();
    await store
      .transaction()
      .execute((writing) =>
        spend(writing, { account: provider.partner, currency: credited.currency, amount: 40, expense, now: 1 }),
      );
    const used = await store.selectFrom('payment').orderBy('status').select(['status', 'usedamount']).execute();
    expect(used).toEqual([
      { status: STATUS.new, usedamount: 0 },
      { status: STATUS.credited, usedamount: 40 },
    ]);
    expect(await balanceOf(provider)).toBe(60);
  });
});
