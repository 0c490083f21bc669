import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { rewardsOfRun } from '../../testing/reward-run.ts';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { addOutsideExpense } from '../store/outside-money.ts';
import { MONTHLY } from './schedule.ts';

/** Where the last day of a period ends and its run's day begins: a time zone, that day, the run after it, and the instant. */
const BORDERS = [
  ['Pacific/Kiritimati', '2025-07-01', '2025-08-01', '2025-06-30T10:00:00Z'],
  ['Pacific/Pago_Pago', '2025-07-01', '2025-08-01', '2025-07-01T11:00:00Z'],
  // A year's end, and months of 30, 31, 28 and 29 days.
  ['Europe/Berlin', '2026-01-01', '2026-02-01', '2025-12-31T23:00:00Z'],
  ['Europe/Berlin', '2026-02-28', '2026-03-31', '2026-02-27T23:00:00Z'],
  ['Europe/Berlin', '2028-02-29', '2028-03-31', '2028-02-28T23:00:00Z'],
  ['Europe/Berlin', '2028-03-01', '2028-04-01', '2028-02-29T23:00:00Z'],
  ['Pacific/Kiritimati', '2028-03-01', '2028-04-01', '2028-02-29T10:00:00Z'],
  ['Pacific/Pago_Pago', '2028-03-01', '2028-04-01', '2028-03-01T11:00:00Z'],
  // Days of 23 and of 25 hours, which are the last before a run or the run's own.
  ['Europe/Berlin', '2026-03-29', '2026-04-29', '2026-03-28T23:00:00Z'],
  ['Europe/Berlin', '2026-03-30', '2026-04-30', '2026-03-29T22:00:00Z'],
  ['Europe/Berlin', '2025-10-26', '2025-11-26', '2025-10-25T22:00:00Z'],
  ['Europe/Berlin', '2025-10-27', '2025-11-27', '2025-10-26T23:00:00Z'],
  // Clocks are changed at midnight: the day begins at one, or its eve has the hour before midnight twice.
  ['America/Santiago', '2025-09-07', '2025-10-07', '2025-09-07T04:00:00Z'],
  ['America/Santiago', '2026-04-05', '2026-05-05', '2026-04-05T04:00:00Z'],
] as const;

/** As the schedule says it: the last day of a month is the 31st. */
const scheduleOf = (day: string, next: string) => ({
  ...MONTHLY,
  day: Math.max(Number(day.slice(8)), Number(next.slice(8))),
});

onEachStore((place) => {
  const { run, newProvider, addRule, withoutFirstRule, addReferral, rewardsOf } = rewardTests(place);

  test.each(BORDERS)(
    'in %s the last millisecond before %s is of its run, the next is of that on %s, and end_date goes so far',
    async (timezone, day, next, instant) => {
      const { store } = place();
      const schedule = scheduleOf(day, next);
      const border = Date.parse(instant);
      const [provider, ended] = [
        await withoutFirstRule(await newProvider()),
        await withoutFirstRule(await newProvider()),
      ];
      const expensesOf = async ({ project }: typeof provider, account: number): Promise<number[]> => {
        const expenses = [];
        for (const cdate of [border - 1, border]) {
          const told = { project, external_id: String(cdate), account, amount: 1000, currency: 126, cdate, timezone };
          const of = await store
            .transaction()
            .execute((writing) => addOutsideExpense(writing, { ...told, item: undefined, name: undefined }));
          if (of.kind === 'another') throw new Error('each expense is told once');
          expenses.push(of.id);
        }
        return expenses;
      };
      const rewarded = async ({ project }: typeof provider, of: string): Promise<number[]> =>
        (await store.transaction().execute((writing) => rewardsOfRun(writing, project, { schedule, day: of }))).map(
          ({ expense }) => expense,
        );
      for (const one of [provider, ended]) {
        await sql`update project set timezone = ${timezone} where id = ${one.project}`.execute(store);
        await addRule(one, { percent: 100_000, schedule_day: schedule.day });
      }
      const lastDay = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
      await store.updateTable('referralprogram').set({ end_date: lastDay }).where('id', '=', ended.program).execute();

      const [last, first] = await expensesOf(provider, await addReferral(provider));
      expect(await rewarded(provider, day)).toEqual([last]);
      expect(await rewarded(provider, next)).toEqual([first]);

      const [within] = await expensesOf(ended, await addReferral(ended));
      expect(await rewarded(ended, day)).toEqual([within]);
      expect(await rewarded(ended, next)).toEqual([]);
    },
  );

  test('what was paid on the day on which the first referral joined is judged, also where that day is another one by now', async () => {
    const { store } = place();
    const provider = await newProvider();
    const { project } = provider;
    const account = await addReferral(provider, Date.parse('2025-07-31T23:00:00Z'));
    const told = {
      project,
      external_id: 'first',
      account,
      amount: 1000,
      currency: 126,
      item: undefined,
      name: undefined,
    };
    // In Berlin it is August by then.
    const cdate = Date.parse('2025-07-31T23:30:00Z');
    await store.transaction().execute((writing) => addOutsideExpense(writing, { ...told, cdate, timezone: 'UTC' }));
    await run('2025-09-01');
    expect(await rewardsOf(provider)).toMatchObject([{ amount: 100, cdate: '2025-08-01' }]);
  });
});
