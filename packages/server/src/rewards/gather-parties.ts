import { type Kysely, sql } from 'kysely';
import { localDay, startOfDay } from '../referral/local-day.ts';
import type { Tables } from '../store/schema.ts';
import { type Period, periodsBetween, type Run } from './schedule.ts';
import type { Part } from './parts.ts';
import { type Counting, isInTime, isOnList, isUnjudged } from './sql-parts.ts';
import { makeKeyed } from './temporary-tables.ts';

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
  const first = localDay(Math.max(joined, paid) - ZONES, timezone);
  return periodsBetween(schedule, { first, end: day }).map((period) => ({
    ...period,
    endAt: startOfDay(period.end, timezone),
  }));
}

/**
 * Makes `reward_party`, in which a run gathers what is the same for all expenses of a referral in a period by a version of
 * a rule, and what `judge-parties.ts` finds out. A `reason` refuses all of them, and so does having left before an expense
 * was made.
 */
export async function makeParties(connection: Kysely<Tables>): Promise<void> {
  await makeKeyed(connection, 'reward_party', {
    columns: sql`
      referral bigint not null, period_start text not null, version bigint not null,
      period_end text not null, period_end_at bigint not null,
      partner bigint not null, joined bigint not null, joined_day text, reason text, left_at bigint`,
    key: sql`referral, period_start, version`,
  });
  await sql`create index reward_party_partner on reward_party (partner)`.execute(connection);
}

/**
 * Gathers the parties of some referrals that have something to judge (`docs/rewards.md`): an expense and a rule that no
 * run has judged.
 */
export async function gatherParties(
  connection: Kysely<Tables>,
  { project, timezone }: Counting,
  { periods, referrals }: { periods: readonly PeriodInTime[]; referrals: Part },
): Promise<void> {
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
      referral.referral_account, period.start, terms.version, period.finish, period.finish_at,
      referral.referer_account, referral.cdate,
      case when terms.orders = 'months' then local_day(referral.cdate, ${timezone}) end,
      null, cast(null as bigint)
    from referralprogram_referral as referral
    cross join reward_terms as terms
    cross join period
    where referral.project = ${project}
      and referral.referral_account between ${referrals.first} and ${referrals.last}
      and terms.program = referral.referralprogram
      and terms.since < period.finish_at + ${sql.lit(ZONES)}
      and exists (
        select 1 from expense
        where expense.account = referral.referral_account and expense.cdate >= referral.cdate
          and period.start <= expense.cday and expense.cday < period.finish
          and ${isInTime}
          and (terms.covers = 0 or ${isOnList(sql`terms.version`)})
          and ${isUnjudged(sql`terms.rule`)}
      )
  `.execute(connection);
}
