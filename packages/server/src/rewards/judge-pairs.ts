import { type RawBuilder, sql } from 'kysely';
import type { Comparison } from '../referral/conditions.ts';
import type { Writing } from '../store/open.ts';
import type { RefusalReason } from '../store/schema.ts';
import { type Counting, fromOwnCurrency, joinRateOfExpense } from './sql-parts.ts';

const OPERATORS = {
  more: sql`>`,
  moreequal: sql`>=`,
  less: sql`<`,
  lessequal: sql`<=`,
  equal: sql`=`,
} as const satisfies Readonly<Record<Comparison, RawBuilder<unknown>>>;

const holds = sql`
  condition.ctype = 0 or case condition.comparison
    ${sql.join(
      Object.entries(OPERATORS).map(
        ([code, operator]) => sql`when ${code} then input.value ${operator} condition.threshold`,
      ),
      sql` `,
    )}
  end`;

const because = (reason: RefusalReason): RawBuilder<unknown> => sql`cast(${reason} as text)`;

/** Judges the gathered pairs: each gets a reason for which it is refused, or a reward. */
export async function judgePairs(writing: Writing, counting: Counting): Promise<void> {
  await judgeParties(writing);
  // Read as one number, the months that have passed are over on the day of the month on which the referral joined.
  const monthsBetween = sql`
    (cast(substr(expense.cday, 1, 4) as integer) - cast(substr(joined.day, 1, 4) as integer)) * 12
    + cast(substr(expense.cday, 6, 2) as integer) - cast(substr(joined.day, 6, 2) as integer)
    - case when substr(expense.cday, 9, 2) < substr(joined.day, 9, 2) then 1 else 0 end`;
  await sql`
    update reward_pair set reason = verdict.reason, reward = verdict.reward
    from (
      select
        pair.expense,
        pair.rule,
        case
          when party.reason = 'self' then party.reason
          when party.left_at < expense.cdate then ${because('left')}
          when party.reason = 'barred' then party.reason
          when version.orders = 'first' and (
            exists (
              select 1 from expense as earlier
              where earlier.account = pair.referral and earlier.cdate >= pair.joined and earlier.cdate < expense.cdate
                and earlier.amount > 0
            ) or exists (
              select 1 from referralprogram_reward as reward
              join expense as rewarded on rewarded.id = reward.expense
              where reward.referralprogram_rule = pair.rule and reward.referral_account = pair.referral
                and rewarded.cdate <> expense.cdate and rewarded.amount > 0
            )
          ) then ${because('later-order')}
          when version.orders = 'months' and ${monthsBetween} >= version.months then ${because('months-over')}
          else party.reason
        end as reason,
        case
          when version.percent is not null then
            (expense.amount * version.percent + case when expense.amount < 0 then -500000 else 500000 end) / 1000000
          when expense.amount <= 0 then 0
          else ${fromOwnCurrency(counting, sql`version.amount`)}
        end as reward
      from reward_pair as pair
      join reward_party as party
        on party.version = pair.version and party.referral = pair.referral and party.period_end = pair.period_end
      join referralprogram_rule_version as version on version.id = pair.version
      join expense on expense.id = pair.expense
      join currency on currency.id = expense.currency
      ${joinRateOfExpense(counting.project)}
      join (select distinct joined as at, local_day(joined, ${counting.timezone}) as day from reward_party) as joined
        on joined.at = pair.joined
    ) as verdict
    where verdict.expense = reward_pair.expense and verdict.rule = reward_pair.rule
  `.execute(writing);
  await sql`
    update reward_pair set reason = case when reward is null then ${because('no-rate')} else ${because('nothing')} end
    where reason is null and coalesce(reward, 0) = 0
  `.execute(writing);
}

/** What is the same for all expenses of a referral in a period. */
async function judgeParties(writing: Writing): Promise<void> {
  await sql`
    update reward_party set
      left_at = (
        select max(withdrawn.cdate) from referralprogram_referer_withdrawn as withdrawn
        where withdrawn.account = reward_party.partner and withdrawn.referralprogram = reward_party.program
          and not exists (
            select 1 from referralprogram_referer as referer
            where referer.account = reward_party.partner and referer.referralprogram = reward_party.program
          )
      ),
      reason = case
        when exists (
          select 1 from "user" as theirs
          join "user" as own on mailbox(own.email) = mailbox(theirs.email)
          where theirs.account = reward_party.partner and own.account = reward_party.referral
        ) then ${because('self')}
        when exists (
          select 1 from referralprogram as program
          join account_group_member as member on member.account_group = program.account_group_restrict
          where program.id = reward_party.program and member.account = reward_party.partner
        ) then ${because('barred')}
        when exists (
          select 1 from referralprogram_rule_version_condition as condition
          left join referralprogram_input as input
            on input.version = condition.version and input.condition = condition.condition
            and input.period_end = reward_party.period_end
            and input.account = case when condition.ctype < 3 then reward_party.referral else reward_party.partner end
          where condition.version = reward_party.version
          group by coalesce(condition.condition_group, -condition.condition)
          having max(case when ${holds} then 1 else 0 end) = 0
        ) then ${because('condition')}
      end
  `.execute(writing);
}
