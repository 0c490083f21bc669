import { type RawBuilder, sql } from 'kysely';
import type { Run } from './schedule.ts';

/**
 * What refunds leave no reason for and have not taken back yet (`docs/rewards.md`), a row for each refund and reward: each
 * reward of an expense loses the share of it that was given back by then, so that all refunds together take back the reward
 * and no more, however they are rounded. Each refund does it once: in the first run of the rule's schedule after it was made
 * and recorded, or before that, where it was made before the date of the reward, which must not be paid first.
 *
 * @param run one of the provider's schedules, and a run day of it; none before payments, of whatever schedule the rules are
 * @returns `refund`, `rule`, `reward`, and `amount` and `cdate` of the reward that takes back
 */
export function reversals(project: number, run: Run | undefined): RawBuilder<unknown> {
  // What is left of nothing is nothing: "exchange" rounds once, and away from zero.
  const takenBack = sql`exchange(reward.amount, given.until_then, expense.amount, cast(0 as bigint), cast(0 as bigint))`;
  const takenBackBefore = sql`exchange(reward.amount, given.before, expense.amount, cast(0 as bigint), cast(0 as bigint))`;
  const isOfRun =
    run === undefined
      ? sql`false`
      : sql`(
          given.cday < ${run.day}
          and version.schedule_day = ${run.schedule.day} and version.schedule_time = ${run.schedule.time}
        )`;
  return sql`
    select refund, rule, reward, amount, cdate
    from (
      select
        given.refund, reward.referralprogram_rule as rule, reward.id as reward,
        ${takenBackBefore} - ${takenBack} as amount,
        case when given.cday < reward.cdate then reward.cdate else cast(${run?.day ?? null} as text) end as cdate
      from (
        select
          refund.id as refund, refund.expense, refund.cday,
          cast(coalesce(sum(earlier.amount), 0) as bigint) as before,
          cast(coalesce(sum(earlier.amount), 0) as bigint) + refund.amount as until_then
        from refund
        join expense on expense.id = refund.expense
        join account on account.id = expense.account
        left join refund as earlier on earlier.expense = refund.expense and earlier.id < refund.id
        where account.project = ${project}
        group by refund.id, refund.expense, refund.amount, refund.cday
      ) as given
      join expense on expense.id = given.expense
      join referralprogram_reward as reward on reward.expense = given.expense and reward.refund is null
      join referralprogram_rule_version as version on version.referralprogram_rule = reward.referralprogram_rule
        and version.since <= expense.cdate and (version.until is null or expense.cdate < version.until)
      where reward.amount > 0 and (given.cday < reward.cdate or ${isOfRun}) and not exists (
        select 1 from referralprogram_reward as reversed
        where reversed.expense = given.expense and reversed.refund = given.refund
          and reversed.referralprogram_rule = reward.referralprogram_rule
      )
    ) as reversal
    where amount <> 0`;
}
