import { sql } from 'kysely';
import type { Writing } from '../store/open.ts';

/** A reward that a run has written. */
export interface CreatedReward {
  readonly id: number;
  readonly expense: number;
  readonly referralprogram_rule: number;
  readonly referer_account: number;
  readonly amount: number;
  readonly currency: number;
}

/**
 * Rewards every expense that a provider's referrals made before a day, once for each rule, whatever ran before: the
 * unique key of expense and rule is what guards it. The share is rounded half away from zero, as in `shareOf`.
 *
 * @param day the first day that is not rewarded yet, and the rewards' own date
 */
export async function createRewards(writing: Writing, project: number, day: string): Promise<CreatedReward[]> {
  const { rows } = await sql<CreatedReward>`
    insert into referralprogram_reward
      (expense, referralprogram_rule, referralprogram, referer_account, referral_account, amount, currency, cdate)
    select * from (
      select
        expense.id as expense,
        rule.id as referralprogram_rule,
        rule.referralprogram,
        referral.referer_account,
        referral.referral_account,
        (expense.amount * rule.percent + case when expense.amount < 0 then -500000 else 500000 end) / 1000000 as amount,
        expense.currency,
        cast(${day} as text) as cdate
      from referralprogram_referral as referral
      join expense on expense.account = referral.referral_account and expense.cdate >= referral.cdate
      join referralprogram as program on program.id = referral.referralprogram
      join referralprogram_rule as rule on rule.referralprogram = program.id and rule.cdate <= expense.cdate
      where referral.project = ${project}
        and expense.cday < ${day}
        and expense.cday >= coalesce(program.start_date, expense.cday)
        and expense.cday <= coalesce(program.end_date, expense.cday)
        and not exists (
          select 1 from referralprogram_reward as earlier
          where earlier.expense = expense.id and earlier.referralprogram_rule = rule.id
        )
      order by expense.id, rule.id
    ) as due
    where amount <> 0
    on conflict (expense, referralprogram_rule) do nothing
    returning id, expense, referralprogram_rule, referer_account, amount, currency
  `.execute(writing);
  return rows;
}
