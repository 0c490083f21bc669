import { sql } from 'kysely';
import type { Writing } from '../store/open.ts';
import type { CreatedReward } from './create-rewards.ts';
import type { Schedule } from './schedule.ts';

/**
 * Takes back what refunds leave no reason for (`docs/rewards.md`): each reward of an expense loses the share of it that
 * was given back by then, so that all refunds together take back the reward and no more, however they are rounded. Each
 * refund does it once, in the first run of the rule's schedule after it was made and recorded.
 *
 * @param day the run's, by this schedule
 */
export async function reverseRewards(
  writing: Writing,
  project: number,
  { schedule, day }: { schedule: Schedule; day: string },
): Promise<CreatedReward[]> {
  // What is left of nothing is nothing: "exchange" rounds once, and away from zero.
  const takenBack = sql`exchange(reward.amount, given.until_then, expense.amount, cast(0 as bigint), cast(0 as bigint))`;
  const takenBackBefore = sql`exchange(reward.amount, given.before, expense.amount, cast(0 as bigint), cast(0 as bigint))`;
  const { rows } = await sql<CreatedReward>`
    insert into referralprogram_reward (
      expense, referralprogram_rule, referralprogram, referer_account, referral_account, amount, currency, cdate, refund
    )
    select * from (
      select
        reward.expense, reward.referralprogram_rule, reward.referralprogram, reward.referer_account,
        reward.referral_account, ${takenBackBefore} - ${takenBack} as amount, reward.currency,
        case when reward.cdate > ${day} then reward.cdate else cast(${day} as text) end as cdate,
        given.refund
      from (
        select
          refund.id as refund, refund.expense,
          cast(coalesce(sum(earlier.amount), 0) as bigint) as before,
          cast(coalesce(sum(earlier.amount), 0) as bigint) + refund.amount as until_then
        from refund
        join expense on expense.id = refund.expense
        join account on account.id = expense.account
        left join refund as earlier on earlier.expense = refund.expense and earlier.id < refund.id
        where account.project = ${project} and refund.cday < ${day}
        group by refund.id, refund.expense, refund.amount
      ) as given
      join expense on expense.id = given.expense
      join referralprogram_reward as reward on reward.expense = given.expense and reward.refund is null
      join referralprogram_rule_version as version on version.referralprogram_rule = reward.referralprogram_rule
        and version.since <= expense.cdate and (version.until is null or expense.cdate < version.until)
      where reward.amount > 0
        and version.schedule_day = ${schedule.day} and version.schedule_time = ${schedule.time}
        and not exists (
          select 1 from referralprogram_reward as reversed
          where reversed.expense = given.expense and reversed.refund = given.refund
            and reversed.referralprogram_rule = reward.referralprogram_rule
        )
      order by given.refund, reward.referralprogram_rule
    ) as reversal
    where amount <> 0
    returning id, expense, referralprogram_rule, referer_account, amount, currency, cdate
  `.execute(writing);
  return rows;
}
