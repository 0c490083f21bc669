import { sql } from 'kysely';
import { localDay, startOfDay } from '../referral/local-day.ts';
import type { Writing } from '../store/open.ts';
import { periodsBetween, type Schedule } from './schedule.ts';
import type { Counting } from './sql-parts.ts';

/**
 * Gathers what a run has to judge (`docs/rewards.md`), in two tables that only its transaction sees: `reward_pair`, each
 * pair of an expense and a rule that no run has judged, and `reward_party`, what is the same for all expenses of a
 * referral in a period by a version.
 *
 * @param day the run's, by this schedule
 * @returns whether there is anything to judge
 */
export async function gatherPairs(
  writing: Writing,
  { project, timezone }: Counting,
  { schedule, day }: { schedule: Schedule; day: string },
): Promise<boolean> {
  const { joined } = await writing
    .selectFrom('referralprogram_referral')
    .where('project', '=', project)
    .select((select) => select.fn.min<number | null>('cdate').as('joined'))
    .executeTakeFirstOrThrow();
  if (joined === null) return false;
  const periods = periodsBetween(schedule, { first: localDay(joined, timezone), end: day });
  if (periods.length === 0) return false;

  await sql`create temporary table reward_pair (
    expense bigint not null, rule bigint not null, version bigint not null,
    program bigint not null, partner bigint not null, referral bigint not null, joined bigint not null,
    period_start text not null, period_end text not null, period_end_at bigint not null,
    reason text, reward bigint,
    primary key (expense, rule)
  )`.execute(writing);
  await sql`
    insert into reward_pair
    with period (start, finish, finish_at) as (
      values ${sql.join(
        periods.map(
          ({ start, end }) =>
            sql`(cast(${start} as text), cast(${end} as text), cast(${startOfDay(end, timezone)} as bigint))`,
        ),
      )}
    )
    select
      expense.id, rule.id, version.id,
      program.id, referral.referer_account, referral.referral_account, referral.cdate,
      period.start, period.finish, period.finish_at,
      null, null
    from referralprogram_referral as referral
    join referralprogram as program on program.id = referral.referralprogram
    join referralprogram_rule as rule on rule.referralprogram = program.id
    join expense on expense.account = referral.referral_account and expense.cdate >= referral.cdate
    join referralprogram_rule_version as version on version.referralprogram_rule = rule.id
      and version.since <= expense.cdate and (version.until is null or expense.cdate < version.until)
    join period on period.start <= expense.cday and expense.cday < period.finish
    left join item on item.id = expense.item
    left join pricelist on pricelist.id = item.pricelist
    where referral.project = ${project}
      and version.schedule_day = ${schedule.day} and version.schedule_time = ${schedule.time}
      and expense.cday >= coalesce(program.start_date, expense.cday)
      and expense.cday <= coalesce(program.end_date, expense.cday)
      and (program.closed is null or expense.cdate < program.closed)
      and (
        not exists (select 1 from referralprogram_rule_covers as covers where covers.version = version.id)
        or exists (
          select 1 from referralprogram_rule_covers as covers
          where covers.version = version.id
            and (covers.pricelist = pricelist.id or covers.itemtype = pricelist.itemtype)
        )
      )
      and not exists (
        select 1 from referralprogram_reward as earlier
        where earlier.expense = expense.id and earlier.referralprogram_rule = rule.id
      )
      and not exists (
        select 1 from referralprogram_unrewarded as earlier
        where earlier.expense = expense.id and earlier.referralprogram_rule = rule.id
      )
  `.execute(writing);

  await sql`create temporary table reward_party (
    version bigint not null, referral bigint not null, period_end text not null,
    program bigint not null, partner bigint not null, joined bigint not null,
    period_start text not null, period_end_at bigint not null,
    reason text, left_at bigint,
    primary key (version, referral, period_end)
  )`.execute(writing);
  await sql`
    insert into reward_party
    select distinct
      version, referral, period_end, program, partner, joined, period_start, period_end_at,
      cast(null as text), cast(null as bigint)
    from reward_pair
  `.execute(writing);
  return true;
}

/** Takes the tables away again: a connection may outlive its transaction. */
export async function forgetPairs(writing: Writing): Promise<void> {
  await sql`drop table reward_pair`.execute(writing);
  await sql`drop table reward_party`.execute(writing);
}
