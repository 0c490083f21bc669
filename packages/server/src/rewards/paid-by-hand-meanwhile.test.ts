import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { withBackend } from '../../testing/backend.ts';
import { billref } from '../../testing/command.ts';
import { rewardTests } from '../../testing/reward-tests.ts';
import { rewardsOfRun } from '../../testing/reward-run.ts';
import { staffOfProvider } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { isPostgres } from '../store/is-postgres.ts';
import { openStore } from '../store/open.ts';
import { auditMoney } from './audit-money.ts';
import { createPayments, payPartner } from './create-payments.ts';
import { openWorkplace } from './open-workplace.ts';
import { MONTHLY } from './schedule.ts';
import { type Workplace, within } from './workplace.ts';

const NOW = Date.parse('2025-08-01T12:00:00Z');

/** How often one expense is doubled: until they are more than somebody rewards by hand while a run does the others. */
const DOUBLED = 12;

onEachStore((place) => {
  const backend = withBackend(place);
  const { run, newProvider, addReferral, addExpense, rewardsOf, paymentsOf, balanceOf } = rewardTests(place);

  test('rewards and payments by hand while a process rewards and pays: no reward is paid twice, and none is left', async () => {
    const { store } = place();
    const provider = await newProvider();
    const { project, partner, program } = provider;
    const referral = await addReferral(provider);
    await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
    for (let doubled = 0; doubled < DOUBLED; doubled += 1)
      await sql`
        insert into expense (account, item, amount, currency, cdate, cday)
        select account, item, amount, currency, cdate, cday from expense where account = ${referral}
      `.execute(store);
    const expenses = await store.selectFrom('expense').where('account', '=', referral).select('id').execute();
    const ask = await staffOfProvider(backend(), project);
    const done = { rewards: 0, payments: 0 };

    const running = { over: false };
    const process = billref(['maintain'], { BILLREF_DIR: place().folder, DATABASE_URL: place().databaseUrl }).finally(
      () => {
        running.over = true;
      },
    );
    // The run goes in the order of ids, so they are met from the other end.
    const left = expenses.map(({ id }) => id).sort((one, other) => one - other);
    while (!running.over) {
      const reward = await ask('referralprogram.createreward', {
        ...{ referer_account: partner, referral_expense: left.pop() ?? 0, referralprogram_rule: program },
        ...{ reward_amount: '1.00', reward_cdate: '2025-07-01' },
      });
      if (reward.ok) done.rewards += 1;
      const payment = await ask('referralprogram.createpayment', {
        ...{ referer_account: partner, referralprogram: program, reward_date: '2025-07-01' },
      });
      if (payment.ok) done.payments += 1;
    }
    const { code, said } = await process;
    expect(code).toBe(0);
    // Both were at it.
    expect(done.rewards).toBeGreaterThan(0);
    expect(done.payments).toBeGreaterThan(0);
    expect(Number(/(\d+) rewards/.exec(said)?.[1])).toBe(expenses.length - done.rewards);

    expect(await auditMoney(store)).toEqual([]);
    await run('2025-08-01');
    expect(await auditMoney(store)).toEqual([]);
    expect(await rewardsOf(provider)).toHaveLength(expenses.length);
    expect(await balanceOf(provider)).toBe(expenses.length * 100);
  });

  /** Pays what may be paid on 1 August by a run, beside which something happens when it has added up what is unpaid. */
  const payWith = async (project: number, meanwhile: () => Promise<unknown>): Promise<void> => {
    let happened = false;
    await place()
      .store.connection()
      .execute(async (connection) => {
        const workplace = await openWorkplace(connection, undefined);
        const write: Workplace['write'] = async (work) => {
          if (!happened) await meanwhile();
          happened = true;
          return workplace.write(work);
        };
        await createPayments({ ...workplace, write }, { project, today: '2025-08-01', now: NOW });
      });
    expect(happened).toBe(true);
  };

  test('what is paid by hand after a run has added up is not paid again, and what is left is', async () => {
    const { folder, databaseUrl, store } = place();
    const provider = await newProvider();
    const { project, partner, program } = provider;
    const referral = await addReferral(provider);
    const judge = async (amount: number, day: string) => {
      await addExpense(provider, referral, amount, '2025-06-20T12:00:00Z');
      await store.transaction().execute((judging) => rewardsOfRun(judging, project, { schedule: MONTHLY, day }));
    };
    await judge(1000, '2025-07-01');
    await judge(2000, '2025-08-01');
    const other = await openStore({ folder, databaseUrl });
    await payWith(project, async () => {
      const only = { referer_account: partner, referralprogram: program, reward_date: '2025-07-01' };
      await other.transaction().execute((paying) => payPartner(within(paying), { project, now: NOW, ...only }));
    });
    await other.destroy();
    expect((await paymentsOf(provider)).map(({ subaccountamount, status }) => [subaccountamount, status])).toEqual([
      [100, 4],
      [200, 4],
    ]);
    expect(await balanceOf(provider)).toBe(100 + 200);
    expect(await auditMoney(store)).toEqual([]);
  });

  test('a reward that comes after a run has added up what is unpaid is paid once, with its amount', async () => {
    const { folder, databaseUrl, store } = place();
    const provider = await newProvider();
    const { project, partner, program } = provider;
    const referral = await addReferral(provider);
    const other = await openStore({ folder, databaseUrl });
    const add = (expense: number) => (writing: Parameters<typeof rewardsOfRun>[0]) =>
      writing
        .insertInto('referralprogram_reward')
        .values({
          ...{ expense, referralprogram_rule: program, referralprogram: program, referer_account: partner },
          ...{ referral_account: referral, amount: 500, currency: 126, cdate: '2025-07-01' },
        })
        .execute();
    const late = add(await addExpense(provider, referral, 5000, '2025-07-01T12:00:00Z'));
    const judge = async () => {
      await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
      await store
        .transaction()
        .execute((judging) => rewardsOfRun(judging, project, { schedule: MONTHLY, day: '2025-07-01' }));
    };
    await judge();
    // PostgreSQL numbers it before the next one, and shows it after.
    const writing = isPostgres(other) ? await other.startTransaction().execute() : undefined;
    if (writing) await late(writing);
    const come = writing ? () => writing.commit().execute() : () => other.transaction().execute(late);
    await judge();
    await payWith(project, come);
    await other.destroy();
    expect(await auditMoney(store)).toEqual([]);
    await run('2025-08-01');
    expect(await balanceOf(provider)).toBe(100 + 100 + 500);
    expect(await auditMoney(store)).toEqual([]);
  });
});
