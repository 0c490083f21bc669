import { sql } from 'kysely';
import { addDays, localDay, startOfDay } from '../referral/local-day.ts';
import type { Store, Writing } from '../store/open.ts';
import { addCovers, type Covers, type RuleTerms } from '../store/rules.ts';
import type { RuleCondition } from '../store/schema.ts';
import { type RealTable, withShadows } from '../store/shadow-tables.ts';
import { createRewards } from './create-rewards.ts';
import { jobOf } from './due-runs.ts';
import { reverseRewards } from './reverse-rewards.ts';
import { MONTHLY, periodsBetween, runsBetween, type Schedule } from './schedule.ts';
import { countTable } from './temporary-tables.ts';
import { within } from './workplace.ts';

/** A rule as it might be. */
export interface ImaginedRule {
  readonly project: number;
  readonly program: number;
  /** The rule that is changed so, if it is no new one. */
  readonly changed:
    | {
        readonly rule: number;
        readonly version: number;
        /** Whether its conditions look at the same in the same periods, so that what they looked at stays. */
        readonly keepsInputs: boolean;
      }
    | undefined;
  readonly terms: RuleTerms;
  readonly covers: Covers;
  readonly conditions: readonly Omit<RuleCondition, 'version'>[];
}

/** What is asked of a rule. All of it can be handed to a thread. */
export interface Simulation {
  readonly rule: ImaginedRule;
  /** The first and the last day whose expenses are judged, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** Runs that have not come by then are not made. */
  readonly now: number;
}

/** What a partner would have earned in a currency, and has; in minor units. */
export interface SimulatedPartner {
  readonly partner: number;
  readonly name: string;
  readonly currency: string;
  readonly exponent: number;
  readonly would_earn: number;
  readonly earned: number;
}

/** What came of a simulation. */
export interface Simulated {
  /** By partner and currency, what refunds took back taken off; partners with nothing in both are not there. */
  readonly partners: readonly SimulatedPartner[];
  /** The last day whose expenses a run that has come judges; nothing where there is none of them. */
  readonly judgedTo: string | undefined;
}

/** What a run looks up of rules, and what it writes. */
const SHADOWED = [
  ...(['referralprogram_rule', 'referralprogram_rule_version', 'referralprogram_rule_covers'] as const),
  ...(['referralprogram_rule_version_condition', 'referralprogram_input'] as const),
  ...(['referralprogram_reward', 'referralprogram_unrewarded'] as const),
] as const;

/** The number of a new rule: no other has it. */
const NEW = 0;

/** The expenses that are judged, by their instants. */
interface Span {
  readonly since: number;
  readonly until: number;
}

/**
 * What partners would have earned by a rule of a period's expenses, if it had said so all the time, beside what they have
 * earned of them: by the same rule, or, where it is a new one, by all rules of its program. `docs/rewards.md` says what it
 * does and does not tell. The runs' own code judges, on tables that only this sees, and nothing is written.
 *
 * @param store as `withShadows` has it
 * @param onProgress is told how much is done, from 0 to 1
 */
export async function simulateRule(
  store: Store,
  { rule, from, to, now }: Simulation,
  onProgress?: (share: number) => void,
): Promise<Simulated> {
  return withShadows(store, SHADOWED, async (writing, real) => {
    const { timezone } = await writing
      .selectFrom('project')
      .where('id', '=', rule.project)
      .select('timezone')
      .executeTakeFirstOrThrow();
    const today = localDay(now, timezone);
    const last = to < today ? to : today;
    if (from > last) return { partners: [], judgedTo: undefined };
    const span = { since: startOfDay(from, timezone), until: startOfDay(addDays(last, 1), timezone) };
    await imagine(writing, real, { rule, span });
    const schedule = scheduleOf(rule.terms);
    const done = await lastRun(writing, { project: rule.project, schedule, timezone, now });
    if (done !== undefined) {
      // The first run after the last day has judged all; a later one would look at more periods.
      const [period] = periodsBetween(schedule, { first: last, end: done });
      await createRewards(
        within(writing),
        rule.project,
        { schedule, day: period?.end ?? done },
        { progress: onProgress },
      );
      await reverseRewards(within(writing), rule.project, { schedule, day: done });
    }
    const before = done === undefined ? '' : addDays(done, -1);
    const judgedTo = before < last ? before : last;
    return {
      partners: await compare(writing, real, { rule, span, done }),
      judgedTo: judgedTo < from ? undefined : judgedTo,
    };
  });
}

/** Lets the rule be all rules that there are, in force for the expenses in question and no others. */
async function imagine(
  writing: Writing,
  real: RealTable,
  { rule, span }: { rule: ImaginedRule; span: Span },
): Promise<void> {
  const { changed, program, terms, covers, conditions } = rule;
  const id = changed?.rule ?? NEW;
  await writing.insertInto('referralprogram_rule').values({ id, referralprogram: program, cdate: 0 }).execute();
  const { id: version } = await writing
    .insertInto('referralprogram_rule_version')
    .values({ ...terms, ...span, id: changed?.version, referralprogram_rule: id })
    .returning('id')
    .executeTakeFirstOrThrow();
  await addCovers(writing, version, covers);
  if (conditions.length > 0)
    await writing
      .insertInto('referralprogram_rule_version_condition')
      .values(conditions.map((condition) => ({ ...condition, version })))
      .execute();
  // Expenses before have used up limits, and may have been of the first order. Ids are given anew, as the next ones are.
  await sql`
    insert into referralprogram_reward
      (expense, referralprogram_rule, referralprogram, referer_account, referral_account, amount, currency, cdate)
    select
      reward.expense, reward.referralprogram_rule, reward.referralprogram, reward.referer_account,
      reward.referral_account, reward.amount, reward.currency, reward.cdate
    from ${real('referralprogram_reward')} as reward
    join expense on expense.id = reward.expense
    where reward.referralprogram_rule = ${id} and reward.refund is null and expense.cdate < ${span.since}
    order by reward.id
  `.execute(writing);
  if (changed?.keepsInputs === true)
    await sql`
      insert into referralprogram_input
      select * from ${real('referralprogram_input')} where version = ${changed.version}
    `.execute(writing);
  for (const table of SHADOWED) await countTable(writing, table);
}

const scheduleOf = ({ schedule_day: day = MONTHLY.day, schedule_time: time = MONTHLY.time }: RuleTerms): Schedule => ({
  day,
  time,
});

/** Longer than any month. */
const MONTH = 40 * 86_400_000;

/** The day of the last run of a schedule that has come, or was made before its time. */
async function lastRun(
  writing: Writing,
  { project, schedule, timezone, now }: { project: number; schedule: Schedule; timezone: string; now: number },
): Promise<string | undefined> {
  const come = runsBetween(schedule, { timezone, since: now - MONTH, until: now }).at(-1)?.day;
  const { made } = await writing
    .selectFrom('job_period')
    .where('project', '=', project)
    .where('job', '=', jobOf(schedule))
    .select((select) => select.fn.max<string | null>('period').as('made'))
    .executeTakeFirstOrThrow();
  return made !== null && (come === undefined || made > come) ? made : come;
}

async function compare(
  writing: Writing,
  real: RealTable,
  { rule, span, done }: { rule: ImaginedRule; span: Span; done: string | undefined },
): Promise<SimulatedPartner[]> {
  // What is refunded later is taken back or not by how long a reward is held back, which says nothing of what it comes to.
  const counts = sql`
    expense.cdate >= ${span.since} and expense.cdate < ${span.until} and (
      reward.refund is null or (select cday from refund where refund.id = reward.refund) < cast(${done ?? null} as text)
    )`;
  const { rows } = await sql<SimulatedPartner>`
    select
      account.id as partner, account.name, currency.iso as currency, currency.exponent,
      sum(reward.would_earn) as would_earn, sum(reward.earned) as earned
    from (
      select reward.referer_account, reward.currency, reward.amount as would_earn, 0 as earned
      from expense join referralprogram_reward as reward on reward.expense = expense.id
      where ${counts}
      union all
      select reward.referer_account, reward.currency, 0 as would_earn, reward.amount as earned
      from expense join ${real('referralprogram_reward')} as reward on reward.expense = expense.id
      where ${counts} and ${
        rule.changed === undefined
          ? sql`reward.referralprogram = ${rule.program}`
          : sql`reward.referralprogram_rule = ${rule.changed.rule}`
      }
    ) as reward
    join account on account.id = reward.referer_account
    join currency on currency.id = reward.currency
    group by account.id, account.name, currency.id, currency.iso, currency.exponent
    having sum(reward.would_earn) <> 0 or sum(reward.earned) <> 0
    order by account.id, currency.iso
  `.execute(writing);
  return rows;
}
