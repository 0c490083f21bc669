import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { auditMoney } from './audit-money.ts';

onEachStore((place) => {
  const { run, newProvider, addReferral, addExpense } = rewardTests(place);
  const execute = (statement: ReturnType<typeof sql>) => statement.execute(place().store);

  test('what runs have made adds up: rewards, refunds, what is carried over, payments', async () => {
    const provider = await newProvider();
    const referral = await addReferral(provider);
    const expense = await addExpense(provider, referral, 5000, '2025-06-20T12:00:00Z');
    await run('2025-07-01');
    await execute(sql`insert into refund (expense, amount, cdate, cday) values (${expense}, 5000, 1, '2025-07-10')`);
    await run('2025-08-01');
    await addExpense(provider, referral, 9000, '2025-08-20T12:00:00Z');
    await run('2025-09-01');
    expect(await auditMoney(place().store)).toEqual([]);
  });

  test.each([
    ['payment', 'update payment set subaccountamount = subaccountamount + 1', 2],
    ['payment', `update payment set reward_date = '2000-01-01'`, 1],
    ['payment', 'update payment set status = 1', 1],
    ['payment', 'update ledger set amount = amount - 1 where payment is not null', 1],
    ['payment', 'delete from payment_reward', 2],
    ['referralprogram_reward', 'update expense set account = (select min(account) from referralprogram_referer)', 1],
  ])('a broken row of %s is found: %s', async (table, statement, promises) => {
    const provider = await newProvider();
    await addExpense(provider, await addReferral(provider), 5000, '2025-06-20T12:00:00Z');
    await run('2025-07-01');
    const { store } = place();
    const writing = await store.startTransaction().execute();
    const found = await sql
      .raw(statement)
      .execute(writing)
      .then(() => auditMoney(writing))
      .finally(() => writing.rollback().execute());
    expect(
      new Set(found.filter((one) => one.table === table).map(({ promise }) => promise)).size,
    ).toBeGreaterThanOrEqual(promises);
    expect(await auditMoney(store)).toEqual([]);
  });
});
