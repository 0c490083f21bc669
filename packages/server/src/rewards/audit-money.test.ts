import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { isPostgres } from '../store/is-postgres.ts';
import type { Writing } from '../store/open.ts';
import { currencyOf } from '../store/provider.ts';
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

  test('the ledger is append-only: an entry is neither changed nor deleted', async () => {
    const provider = await newProvider();
    await addExpense(provider, await addReferral(provider), 5000, '2025-06-20T12:00:00Z');
    await run('2025-07-01');
    for (const statement of ['update ledger set amount = 1', 'update ledger set subaccount = 1', 'delete from ledger'])
      await expect(execute(sql.raw(statement))).rejects.toThrow('ledger is append-only');
    expect(await auditMoney(place().store)).toEqual([]);
  });

  test.each([
    ['payment', 'update payment set subaccountamount = subaccountamount + 1', 2],
    ['payment', `update payment set reward_date = '2000-01-01'`, 1],
    ['payment', 'update payment set status = 1', 1],
    ['payment', 'update ledger set amount = amount - 1 where payment is not null', 1],
    ['subaccount', 'update ledger set amount = amount - 1 where payment is not null', 1],
    ['payment', 'update subaccount set currency = (select max(id) from currency)', 1],
    ['subaccount', 'update payment set usedamount = 1', 1],
    ['payment', 'delete from payment_reward', 2],
    ['referralprogram_reward', 'update expense set account = (select min(account) from referralprogram_referer)', 1],
  ])('a broken row of %s is found: %s', async (table, statement, promises) => {
    const provider = await newProvider();
    await addExpense(provider, await addReferral(provider), 5000, '2025-06-20T12:00:00Z');
    await run('2025-07-01');
    const { store } = place();
    const writing = await store.startTransaction().execute();
    await currencyOf(writing, 'USD');
    for (const trigger of await triggersOf(writing))
      await sql`drop trigger ${sql.id(trigger)} ${isPostgres(store) ? sql`on ledger` : sql``}`.execute(writing);
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

/** Nobody changes the ledger past them. */
async function triggersOf(writing: Writing): Promise<string[]> {
  const { rows } = await (
    isPostgres(writing)
      ? sql<{
          name: string;
        }>`select tgname as name from pg_trigger where tgrelid = 'ledger'::regclass and not tgisinternal`
      : sql<{ name: string }>`select name from sqlite_schema where type = 'trigger' and tbl_name = 'ledger'`
  ).execute(writing);
  return rows.map(({ name }) => name);
}
