import { type Kysely, sql } from 'kysely';
import { addDays, localDay, startOfDay } from '../referral/local-day.ts';
import type { Tables } from '../store/schema.ts';
import { type Period, periodsBetween, type Run } from './schedule.ts';
import type { Part } from './parts.ts';
import { isOnList, isUnjudged } from './sql-parts.ts';
import type { Counting } from './sql-parts.ts';
import { makeTable } from './temporary-tables.ts';

/** An expense keeps its day when its provider moves to another time zone, which may be this far away. */
export const ZONES = 2 * 86_400_000;

/** A period, and the instant at which it is over. */
export interface PeriodInTime extends Period {
  readonly endAt: number;
}

/**
 * The periods that a run judges expenses of, the oldest first: from when a referral had joined and somebody had paid, to
 * the run's day.
 */
export async function periodsOf(
  connection: Kysely<Tables>,
  { project, timezone }: Counting,
  { schedule, day }: Run,
): Promise<PeriodInTime[]> {
  const { joined } = await connection
    .selectFrom('referralprogram_referral')
    .where('project', '=', project)
    .select((select) => select.fn.min<number | null>('cdate').as('joined'))
    .executeTakeFirstOrThrow();
  const { paid } = await connection
    .selectFrom('expense')
    .select((select) => select.fn.min<number | null>('cdate').as('paid'))
    .executeTakeFirstOrThrow();
  if (joined === null || paid === null) return [];
  const first = localDay(Math.max(joined, paid - ZONES), timezone);
  return periodsBetween(schedule, { first, end: day }).map((period) => ({
    ...period,
    endAt: startOfDay(period.end, timezone),
  }));
}

/**
 * Makes `reward_party`, in which a run gathers what is the same for all expenses of a referral in a period by a version:
 * what the version says, and what `judge-parties.ts` finds out. A `reason` refuses all of them, and so does having left
 * before an expense was made.
 */
export async function makeParties(connection: Kysely<Tables>): Promise<void> {
  await makeTable(
    connection,
    'reward_party',
    sql`
    referral bigint not null, period_start text not null, version bigint not null,
    period_end text not null, period_end_at bigint not null,
    rule bigint not null, program bigint not null, partner bigint not null, joined bigint not null, joined_day text,
    since bigint not null, until bigint, start_date text, end_date text, closed bigint, covers bigint not null,
    percent bigint, amount bigint, orders text not null, months bigint, cdate text not null,
    reason text, left_at bigint,
    primary key (referral, period_start, version)`,
  );
  await sql`create index reward_party_partner on reward_party (partner)`.execute(connection);
}

/**
 * Gathers the parties of some referrals that have something to judge (`docs/rewards.md`): an expense and a rule that no
 * run has judged.
 */
export async function gatherParties(
  connection: Kysely<Tables>,
  { project, timezone }: Counting,
  { run: { schedule, day }, periods, referrals }: { run: Run; periods: readonly PeriodInTime[]; referrals: Part },
): Promise<void> {
  const holds = await holdsOf(connection, project);
  await sql`
    insert into reward_party
    with period (start, finish, finish_at) as (
      values ${sql.join(
        periods.map(
          ({ start, end, endAt }) => sql`(cast(${start} as text), cast(${end} as text), cast(${endAt} as bigint))`,
        ),
      )}
    )
    select
      referral.referral_account, period.start, version.id, period.finish, period.finish_at,
      rule.id, program.id, referral.referer_account, referral.cdate,
      case when version.orders = 'months' then local_day(referral.cdate, ${timezone}) end,
      version.since, version.until, program.start_date, program.end_date, program.closed,
      case when exists (select 1 from referralprogram_rule_covers as covers where covers.version = version.id)
        then 1 else 0 end,
      version.percent, version.amount, version.orders, version.months,
      case version.hold_days
        ${sql.join(
          holds.map((days) => sql`when ${days} then cast(${addDays(day, days)} as text)`),
          sql` `,
        )}
      end,
      null, cast(null as bigint)
    from referralprogram_referral as referral
    join referralprogram as program on program.id = referral.referralprogram
    join referralprogram_rule as rule on rule.referralprogram = program.id
    join referralprogram_rule_version as version on version.referralprogram_rule = rule.id
    cross join period
    where referral.project = ${project}
      and referral.referral_account between ${referrals.first} and ${referrals.last}
      and version.schedule_day = ${schedule.day} and version.schedule_time = ${schedule.time}
      and version.since < period.finish_at + ${sql.lit(ZONES)}
      and exists (
        select 1 from expense
        where expense.account = referral.referral_account and expense.cdate >= referral.cdate
          and period.start <= expense.cday and expense.cday < period.finish
          and version.since <= expense.cdate and (version.until is null or expense.cdate < version.until)
          and expense.cday >= coalesce(program.start_date, expense.cday)
          and expense.cday <= coalesce(program.end_date, expense.cday)
          and (program.closed is null or expense.cdate < program.closed)
          and (
            not exists (select 1 from referralprogram_rule_covers as covers where covers.version = version.id)
            or ${isOnList(sql`version.id`)}
          )
          and ${isUnjudged(sql`rule.id`)}
      )
  `.execute(connection);
}

/** For how many days the rules of a provider hold rewards back, all that occur. */
async function holdsOf(connection: Kysely<Tables>, project: number): Promise<number[]> {
  const rows = await connection
    .selectFrom('referralprogram_rule_version as version')
    .innerJoin('referralprogram_rule as rule', 'rule.id', 'version.referralprogram_rule')
    .innerJoin('referralprogram as program', 'program.id', 'rule.referralprogram')
    .where('program.project', '=', project)
    .select('version.hold_days as days')
    .distinct()
    .execute();
  return rows.map(({ days }) => days);
}
