import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { Killed, killedAfter } from '../../testing/killed-run.ts';
import type { TestProvider } from '../../testing/provider.ts';
import { rewardsOfRun } from '../../testing/reward-run.ts';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { LARGEST_AMOUNT } from '../referral/money.ts';
import type { Writing } from '../store/open.ts';
import { addOutsideRefund } from '../store/outside-money.ts';
import { STATUS } from '../store/payment-status.ts';
import { auditMoney } from './audit-money.ts';
import { createPayments, payPartner } from './create-payments.ts';
import { MONTHLY } from './schedule.ts';
import { within } from './workplace.ts';

const NOW = Date.parse('2025-08-01T12:00:00Z');

/** What a stopped run has committed of its payments. */
interface Begun {
  /** How many payments are new. */
  readonly payments: number;
  /** How many rewards are listed. */
  readonly rewards: number;
}

onEachStore((place) => {
  const { run, newProvider, addReferral, addExpense, rewardsOf, paymentsOf, balanceOf } = rewardTests(place);

  /** Rewards of July's and August's run that no payment pays yet, of these amounts. */
  const unpaid = async (amounts: { readonly july: readonly number[]; readonly august: readonly number[] }) => {
    const provider = await newProvider();
    const referral = await addReferral(provider);
    for (const amount of amounts.july) await addExpense(provider, referral, 10 * amount, '2025-06-20T12:00:00Z');
    for (const amount of amounts.august) await addExpense(provider, referral, 10 * amount, '2025-07-20T12:00:00Z');
    for (const day of ['2025-07-01', '2025-08-01'])
      await place()
        .store.transaction()
        .execute((writing) => rewardsOfRun(writing, provider.project, { schedule: MONTHLY, day }));
    expect((await rewardsOf(provider)).map(({ amount }) => amount)).toEqual([...amounts.july, ...amounts.august]);
    return provider;
  };

  const begunBy = async (writing: Writing, { partner }: TestProvider): Promise<Begun> => {
    const rows = await writing
      .selectFrom('payment')
      .innerJoin('subaccount', 'subaccount.id', 'payment.subaccount')
      .leftJoin('payment_reward', 'payment_reward.payment', 'payment.id')
      .where('subaccount.account', '=', partner)
      .where('payment.status', '=', STATUS.new)
      .select(['payment.id', 'payment_reward.reward'])
      .execute();
    return {
      payments: new Set(rows.map(({ id }) => id)).size,
      rewards: rows.filter(({ reward }) => reward !== null).length,
    };
  };

  /** Lets a run begin to pay, and be killed at the first statement at which it has committed this. */
  const killedWhen = async (provider: TestProvider, begun: Begun): Promise<void> => {
    const { project } = provider;
    const killedAt = async (writing: Writing, statements: number): Promise<boolean> => {
      // A slice of no time is one of one row.
      const killing = createPayments(
        { ...killedAfter(writing, statements, 1), slice: 0 },
        { project, today: '2025-08-01', now: NOW },
      );
      await expect(killing).rejects.toThrow(Killed);
      const { payments, rewards } = await begunBy(writing, provider);
      return payments === begun.payments && rewards === begun.rewards;
    };
    for (let statements = 1, found = false; !found; statements += 1) {
      const writing = await place().store.startTransaction().execute();
      found = await killedAt(writing, statements).catch(async (error: unknown) => {
        await writing.rollback().execute();
        throw error;
      });
      await (found ? writing.commit() : writing.rollback()).execute();
    }
  };

  const payByHand = ({ project, partner, program }: TestProvider, reward_date: string) =>
    place()
      .store.transaction()
      .execute((writing) =>
        payPartner(within(writing), {
          ...{ project, now: NOW, reward_date },
          ...{ referer_account: partner, referralprogram: program },
        }),
      );

  const bothPaid = [
    { reward_date: '2025-07-01', subaccountamount: 30, status: 4 },
    { reward_date: '2025-08-01', subaccountamount: 70, status: 4 },
  ];

  test.each<[string, Begun]>([
    ['one of them was made', { payments: 1, rewards: 0 }],
    ['both were made', { payments: 2, rewards: 0 }],
    ['some of their rewards were listed', { payments: 2, rewards: 1 }],
    ['all of their rewards were listed', { payments: 2, rewards: 4 }],
    ['one of them was credited', { payments: 1, rewards: 2 }],
  ])(
    'payments that a run was making, and was killed when %s, the next one finishes with their dates',
    async (_, begun) => {
      const provider = await unpaid({ july: [10, 20], august: [30, 40] });
      await killedWhen(provider, begun);
      await run('2025-08-02');
      expect(await paymentsOf(provider)).toEqual(bothPaid);
      expect(await balanceOf(provider)).toBe(100);
      expect(await auditMoney(place().store)).toEqual([]);
    },
  );

  test('also a run of an earlier day finishes them', async () => {
    const provider = await unpaid({ july: [10, 20], august: [30, 40] });
    await killedWhen(provider, { payments: 2, rewards: 0 });
    const { project } = provider;
    await place()
      .store.transaction()
      .execute((writing) => createPayments(within(writing), { project, today: '2025-07-15', now: NOW }));
    expect(await paymentsOf(provider)).toEqual(bothPaid);
    expect(await balanceOf(provider)).toBe(100);
  });

  test('nothing of a payment that is not finished is credited', async () => {
    const provider = await unpaid({ july: [10, 20], august: [30, 40] });
    await killedWhen(provider, { payments: 2, rewards: 4 });
    expect(await balanceOf(provider)).toBeNull();
    expect(await auditMoney(place().store)).toEqual([]);
    await run('2025-08-02');
  });

  test('one whose rewards were paid by hand meanwhile is not made', async () => {
    const provider = await unpaid({ july: [10, 20], august: [30, 40] });
    await killedWhen(provider, { payments: 2, rewards: 0 });
    expect(await payByHand(provider, '2025-07-01')).toMatchObject([{ reward_date: '2025-07-01', amount: 30 }]);
    await run('2025-08-02');
    // The one by hand was made after the other.
    expect(await paymentsOf(provider)).toEqual(bothPaid.toReversed());
    expect(await balanceOf(provider)).toBe(100);
    expect(await auditMoney(place().store)).toEqual([]);
  });

  test('one of whose rewards some were paid by hand meanwhile comes to what is left', async () => {
    const provider = await unpaid({ july: [10, 20], august: [30, 40] });
    await killedWhen(provider, { payments: 2, rewards: 1 });
    expect(await payByHand(provider, '2025-07-01')).toMatchObject([{ reward_date: '2025-07-01', amount: 20 }]);
    await run('2025-08-02');
    expect((await paymentsOf(provider)).map(({ subaccountamount, status }) => [subaccountamount, status])).toEqual([
      [10, 4],
      [70, 4],
      [20, 4],
    ]);
    expect(await balanceOf(provider)).toBe(100);
    expect(await auditMoney(place().store)).toEqual([]);
  });

  test('one that comes to less than nothing by what was paid by hand is not made, and is netted from the next', async () => {
    const provider = await unpaid({ july: [-20, 50], august: [] });
    await killedWhen(provider, { payments: 1, rewards: 1 });
    expect(await payByHand(provider, '2025-07-01')).toMatchObject([{ amount: 50 }]);
    await run('2025-08-02');
    expect(await paymentsOf(provider)).toEqual([{ reward_date: '2025-07-01', subaccountamount: 50, status: 4 }]);
    await addExpense(provider, await addReferral(provider), 700, '2025-08-20T12:00:00Z');
    await run('2025-09-01');
    expect(await balanceOf(provider)).toBe(50 - 20 + 70);
    expect(await auditMoney(place().store)).toEqual([]);
  });

  test('one that comes to less than the least payment, for a refund came since it was begun, is not made but carried over', async () => {
    const { store } = place();
    const provider = await unpaid({ july: [100], august: [] });
    const { project, program } = provider;
    await sql`update referralprogram_rule_version set min_payment = 50 where referralprogram_rule = ${program}`.execute(
      store,
    );
    await killedWhen(provider, { payments: 1, rewards: 0 });
    const { expense } = await store
      .selectFrom('referralprogram_reward')
      .where('referralprogram', '=', program)
      .select('expense')
      .executeTakeFirstOrThrow();
    const refund = { external_id: 'r', cdate: Date.parse('2025-06-25T12:00:00Z'), timezone: 'Europe/Berlin' };
    await store
      .transaction()
      .execute((writing) => addOutsideRefund(writing, { project, expense, amount: 800, ...refund }));
    await run('2025-08-02');
    expect((await rewardsOf(provider)).map(({ amount }) => amount)).toEqual([100, -80]);
    expect(await paymentsOf(provider)).toEqual([]);
    await addExpense(provider, await addReferral(provider), 700, '2025-08-20T12:00:00Z');
    await run('2025-09-01');
    expect(await paymentsOf(provider)).toEqual([{ reward_date: '2025-09-01', subaccountamount: 90, status: 4 }]);
    expect(await auditMoney(store)).toEqual([]);
  });

  test('what comes to more than a payment can hold, for a reward was written since it was begun, is carried over', async () => {
    const provider = await unpaid({ july: Array.from({ length: 10 }, () => LARGEST_AMOUNT / 10), august: [] });
    await killedWhen(provider, { payments: 1, rewards: 5 });
    await addExpense(provider, await addReferral(provider), 10, '2025-06-20T12:00:00Z');
    await run('2025-08-01');
    expect(await rewardsOf(provider)).toHaveLength(11);
    expect(await paymentsOf(provider)).toEqual([]);
    expect(await auditMoney(place().store)).toEqual([]);
  });
});
