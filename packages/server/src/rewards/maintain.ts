import type { Logs } from '../log/logs.ts';
import { endOfDay, localDay } from '../referral/local-day.ts';
import { logPayment, logReward } from '../log/reward-log.ts';
import { formatAmount } from '../referral/money.ts';
import { holdProvider } from '../store/hold-provider.ts';
import type { Store, Writing } from '../store/open.ts';
import { type CreatedReward, createRewards } from './create-rewards.ts';
import { createPayments } from './create-payments.ts';
import { reverseRewards } from './reverse-rewards.ts';
import { MONTHLY, runsBetween, type Schedule } from './schedule.ts';

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
  const providers = [];
  for (const project of projects) providers.push({ ...project, schedules: await schedulesOf(store, project.id) });
  if (day !== undefined) {
    endOfDay(day, 'UTC');
    for (const { timezone, schedules } of providers)
      for (const { schedule } of schedules) allowDay(day, { schedule, timezone, now });
  }
  const done = { runs: 0, rewards: 0, payments: 0 };
  for (const { id: project, timezone, schedules } of providers) {
    const until = day === undefined ? now : endOfDay(day, timezone);
    for (const run of await dueRuns(store, { project, timezone, schedules, until })) {
      const rewards = await oneAtATime(store, project, (writing) => judge(writing, { project, run, now }));
      if (rewards === undefined) continue;
      done.runs += 1;
      done.rewards += rewards.length;
      await logRewards({ store, logs }, rewards);
    }
    const today = localDay(until, timezone);
    const payments = await oneAtATime(store, project, (writing) => createPayments(writing, { project, today, now }));
    done.payments += payments.length;
    for (const payment of payments) logPayment(logs, payment);
  }
  return done;
}

function allowDay(
  day: string,
  { schedule, timezone, now }: { schedule: Schedule; timezone: string; now: number },
): void {
  if (runsBetween(schedule, { timezone, since: now, until: endOfDay(day, timezone) }).length > 1)
    throw new RangeError(`'${day}' is too far ahead: only the next run can be done before its time`);
}

/** A schedule of a provider's rules, and since when one of them has had it. */
interface RuleSchedule {
  readonly schedule: Schedule;
  readonly since: number;
}

async function schedulesOf(store: Store, project: number): Promise<RuleSchedule[]> {
  const rows = await store
    .selectFrom('referralprogram_rule_version as version')
    .innerJoin('referralprogram_rule as rule', 'rule.id', 'version.referralprogram_rule')
    .innerJoin('referralprogram as program', 'program.id', 'rule.referralprogram')
    .where('program.project', '=', project)
    .groupBy(['version.schedule_day', 'version.schedule_time'])
    .select(['version.schedule_day as day', 'version.schedule_time as time'])
    .select((select) => select.fn.min('version.since').as('since'))
    .execute();
  return rows.map(({ day, time, since }) => ({ schedule: { day, time }, since }));
}

/** A run of one of a provider's schedules. */
interface Run {
  readonly schedule: Schedule;
  readonly day: string;
}

/** The runs of a provider that have come and are not done, the oldest first. */
async function dueRuns(
  store: Store,
  {
    project,
    timezone,
    schedules,
    until,
  }: { project: number; timezone: string; schedules: readonly RuleSchedule[]; until: number },
): Promise<Run[]> {
  const rows = await store.selectFrom('job_period').where('project', '=', project).select(['job', 'period']).execute();
  const completed = new Set(rows.map(({ job, period }) => `${job} ${period}`));
  return schedules
    .flatMap(({ schedule, since }) =>
      runsBetween(schedule, { timezone, since, until }).map(({ day, due }) => ({ schedule, day, due })),
    )
    .filter(({ schedule, day }) => !completed.has(`${jobOf(schedule)} ${day}`))
    .sort((one, other) => one.due - other.due || jobOf(one.schedule).localeCompare(jobOf(other.schedule)));
}

/** What the runs of a schedule are called in the memory of what is done. */
const jobOf = ({ day, time }: Schedule): string =>
  day === MONTHLY.day && time === MONTHLY.time ? 'reward' : `reward on day ${String(day)} at ${time}`;

/** A transaction in which no other process rewards or pays for this provider: it holds the provider's row. */
const oneAtATime = <Result>(store: Store, project: number, work: (writing: Writing) => Promise<Result>) =>
  store.transaction().execute(async (writing) => {
    await holdProvider(writing, project);
    return work(writing);
  });

/** One run; nothing if another process has done it. */
async function judge(
  writing: Writing,
  { project, run: { schedule, day }, now }: { project: number; run: Run; now: number },
): Promise<CreatedReward[] | undefined> {
  const claimed = await writing
    .insertInto('job_period')
    .values({ job: jobOf(schedule), project, period: day, completed: now })
    .onConflict((conflict) => conflict.columns(['job', 'project', 'period']).doNothing())
    .returning('period')
    .executeTakeFirst();
  if (claimed === undefined) return undefined;
  const rewards = await createRewards(writing, project, { schedule, day });
  return [...rewards, ...(await reverseRewards(writing, project, { schedule, day }))];
}

async function logRewards({ store, logs }: { store: Store; logs: Logs }, rewards: readonly CreatedReward[]) {
  const currencies = await store.selectFrom('currency').select(['id', 'exponent']).execute();
  const exponents = new Map(currencies.map(({ id, exponent }) => [id, exponent]));
  for (const { amount, currency, ...reward } of rewards)
    logReward(logs, { ...reward, amount: formatAmount(amount, exponents.get(currency) ?? 0) });
}
