import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { addTestProvider, addTestReferral, type TestProvider } from '../../testing/provider.ts';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { addOutsideExpense, addOutsideRefund } from '../store/outside-money.ts';
import { createRule } from '../store/rules.ts';

const EUR = 126;
const BERLIN = { timezone: 'Europe/Berlin' } as const;
const BEGINNING = Date.parse('2027-06-10T12:00:00Z');

/** The run days of the usual schedule and of one on the 31st, in a year with a leap day. */
const FIRSTS = ['07', '08', '09', '10', '11', '12', '01', '02', '03', '04', '05', '06'].map(
  (month) => `${Number(month) > 6 ? '2027' : '2028'}-${month}-01`,
);
const LASTS = ['2027-06-30', '2027-07-31', '2027-08-31', '2027-09-30', '2027-10-31', '2027-11-30', '2027-12-31'].concat(
  ['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30', '2028-05-31'],
);

onEachStore((place) => {
  const { run } = rewardTests(place);

  /** A provider with a rule of each schedule, and a client who pays in the middle of each month, and is refunded some. */
  async function aYear(): Promise<TestProvider> {
    const { store } = place();
    const provider = await addTestProvider(store, { now: BEGINNING });
    const { project, program } = provider;
    const terms = { percent: 50_000, schedule_day: 31, schedule_time: '23:30', limit_period: 90 };
    await createRule(store, { referralprogram: program, terms }, BEGINNING);
    const account = await addTestReferral(store, provider, BEGINNING);
    await store.transaction().execute(async (writing) => {
      for (const [at, day] of FIRSTS.entries()) {
        const cdate = Date.parse(day) - 12 * 86_400_000;
        const told = { project, account, amount: 1000 + 100 * at, currency: EUR, cdate, ...BERLIN };
        const named = { item: undefined, name: undefined };
        const expense = await addOutsideExpense(writing, { ...told, ...named, external_id: day });
        if (expense.kind === 'another') throw new Error('each expense is told once');
        if (at % 3 === 1) continue;
        const amount = at % 3 === 0 ? 300 : undefined;
        const back = { expense: expense.id, amount, cdate: cdate + 20 * 86_400_000, ...BERLIN };
        await addOutsideRefund(writing, { project, external_id: `${day} back`, ...back });
      }
    });
    return provider;
  }

  /** What there is of a provider, in the order in which it was written. */
  async function writtenOf({ project, program }: TestProvider) {
    const { store } = place();
    const rewards = await sql<{ cdate: string }>`
      select expense.cday, reward.amount, reward.cdate, case when reward.refund is null then 0 else 1 end as back
      from referralprogram_reward as reward join expense on expense.id = reward.expense
      where reward.referralprogram = ${program} order by reward.id`.execute(store);
    const payments = await sql<{ reward_date: string }>`
      select reward_date, subaccountamount, status from payment where referralprogram = ${program} order by id
    `.execute(store);
    const periods = await store
      .selectFrom('job_period')
      .where('project', '=', project)
      .orderBy('job')
      .orderBy('period')
      .select(['job', 'period'])
      .execute();
    return { rewards: rewards.rows, payments: payments.rows, periods };
  }

  test('after a year with the process down each run is made once, oldest first, as if it had been in time', async () => {
    const inTime = await aYear();
    for (const day of [...FIRSTS, ...LASTS].sort()) await run(day);
    const written = await writtenOf(inTime);
    expect(written.periods).toEqual([
      ...FIRSTS.map((period) => ({ job: 'reward', period })),
      ...LASTS.map((period) => ({ job: 'reward on day 31 at 23:30', period })),
    ]);

    const late = await aYear();
    const done = await run('2028-06-15');
    expect(done.runs).toBe(FIRSTS.length + LASTS.length);
    expect(await writtenOf(late)).toEqual(written);
    expect(await writtenOf(inTime)).toEqual(written);
    const days = written.rewards.map(({ cdate }) => cdate);
    expect(days).toEqual(days.toSorted());
    expect(new Set(days)).toEqual(new Set([...FIRSTS, ...LASTS]));
    const paid = written.payments.map(({ reward_date }) => reward_date);
    expect(paid).toEqual([...new Set(paid)].sort());
    expect(paid.length).toBeGreaterThan(12);
  });
});
