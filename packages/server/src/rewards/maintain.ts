import type { Logs } from '../log/logs.ts';
import { localDay } from '../referral/local-day.ts';
import { formatAmount } from '../referral/money.ts';
import type { Store, Writing } from '../store/open.ts';
import { type CreatedReward, createRewards } from './create-rewards.ts';
import { createPayments } from './create-payments.ts';
import { endOfDay, runDays } from './schedule.ts';

/** What a reward run has done. */
export interface Maintained {
  readonly runs: number;
  readonly rewards: number;
  readonly payments: number;
}

/**
 * Does every reward run of every provider that has come and is not done yet, the oldest first, each in a transaction:
 * rewards for the expenses before it, and payments for the rewards whose date has come. What is done stays done: again,
 * or in two processes at once, it changes nothing.
 *
 * @param day takes a day, `YYYY-MM-DD`, for today, to the end of that day
 * @throws RangeError if there is no such day, or more than the next run would be done before its time
 */
export async function maintain(
  { store, logs }: { store: Store; logs: Logs },
  { now, day }: { now: number; day?: string | undefined },
): Promise<Maintained> {
  const projects = await store.selectFrom('project').selectAll().orderBy('id').execute();
  if (day !== undefined)
    for (const { timezone } of [{ timezone: 'UTC' }, ...projects]) allowDay(day, { timezone, now });
  const done = { runs: 0, rewards: 0, payments: 0 };
  for (const { id: project, timezone, cdate } of projects) {
    const until = day === undefined ? now : endOfDay(day, timezone);
    const today = localDay(until, timezone);
    const completed = new Set(await completedRuns(store, project));
    for (const period of runDays({ timezone, since: cdate, until })) {
      if (completed.has(period)) continue;
      const rewards = await oneAtATime(store, project, (writing) => run(writing, { project, period, now }));
      if (rewards === undefined) continue;
      done.runs += 1;
      done.rewards += rewards.length;
      await logRewards({ store, logs }, rewards, period);
    }
    const payments = await oneAtATime(store, project, (writing) => createPayments(writing, { project, today, now }));
    done.payments += payments.length;
    for (const { referer_account, referralprogram, reward_date } of payments)
      logs.billmaintain.write({
        func: 'referralprogram.createpayment',
        out: 'xml',
        referer_account,
        referralprogram,
        reward_date,
      });
  }
  return done;
}

function allowDay(day: string, { timezone, now }: { timezone: string; now: number }): void {
  if (runDays({ timezone, since: now, until: endOfDay(day, timezone) }).length > 1)
    throw new RangeError(`'${day}' is too far ahead: only the next run can be done before its time`);
}

const JOB = 'reward';

/** A transaction in which no other process rewards or pays for this provider: it holds the provider's row. */
const oneAtATime = <Result>(store: Store, project: number, work: (writing: Writing) => Promise<Result>) =>
  store.transaction().execute(async (writing) => {
    // Assigns what is there: the one way to lock a row that both databases know.
    await writing
      .updateTable('project')
      .set((row) => ({ name: row.ref('name') }))
      .where('id', '=', project)
      .execute();
    return work(writing);
  });

async function completedRuns(store: Store, project: number): Promise<string[]> {
  const rows = await store
    .selectFrom('job_period')
    .where('job', '=', JOB)
    .where('project', '=', project)
    .select('period')
    .execute();
  return rows.map(({ period }) => period);
}

/** One run; nothing if another process has done it.  */
async function run(
  writing: Writing,
  { project, period, now }: { project: number; period: string; now: number },
): Promise<CreatedReward[] | undefined> {
  const claimed = await writing
    .insertInto('job_period')
    .values({ job: JOB, project, period, completed: now })
    .onConflict((conflict) => conflict.columns(['job', 'project', 'period']).doNothing())
    .returning('period')
    .executeTakeFirst();
  return claimed && createRewards(writing, project, period);
}

async function logRewards(
  { store, logs }: { store: Store; logs: Logs },
  rewards: readonly CreatedReward[],
  period: string,
) {
  const currencies = await store.selectFrom('currency').select(['id', 'exponent']).execute();
  const exponents = new Map(currencies.map(({ id, exponent }) => [id, exponent]));
  for (const { referer_account, expense, referralprogram_rule, amount, currency } of rewards)
    logs.billmaintain.write({
      func: 'referralprogram.createreward',
      out: 'xml',
      referer_account,
      referral_expense: expense,
      referralprogram_rule,
      reward_amount: formatAmount(amount, exponents.get(currency) ?? 0),
      reward_cdate: period,
    });
}
