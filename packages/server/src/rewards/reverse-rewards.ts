import { sql } from 'kysely';
import type { Run } from './schedule.ts';
import { slicesOf } from './slices.ts';
import { countTable, dropTable, makeNumbered } from './temporary-tables.ts';
import type { Workplace } from './workplace.ts';
import type { CreatedReward, VerdictListener } from './write-verdicts.ts';

/**
 * Takes back what refunds leave no reason for (`docs/rewards.md`): each reward of an expense loses the share of it that
 * was given back by then, so that all refunds together take back the reward and no more, however they are rounded. Each
 * refund does it once: in the first run of the rule's schedule after it was made and recorded, or before that, where it was
 * made before the date of the reward, which must not be paid first.
 *
 * @param run one of the provider's schedules, and a run day of it; none before payments, of whatever schedule the rules are
 */
export async function reverseRewards(
  workplace: Workplace,
  project: number,
  run: Run | undefined,
  listener: VerdictListener = {},
): Promise<void> {
  const { connection } = workplace;
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
  await makeNumbered(
    connection,
    'reward_reversal',
    sql`reward bigint not null, refund bigint not null, amount bigint not null, cdate text not null`,
  );
  const { numAffectedRows: reversals = 0n } = await sql`
    insert into reward_reversal (reward, refund, amount, cdate)
    select reward, refund, amount, cdate
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
    where amount <> 0
    order by refund, rule
  `.execute(connection);
  await countTable(connection, 'reward_reversal');
  await slicesOf(workplace)(Number(reversals), async (writing, { after, last }) => {
    const { rows } = await sql<CreatedReward>`
      insert into referralprogram_reward (
        expense, referralprogram_rule, referralprogram, referer_account, referral_account, amount, currency, cdate, refund
      )
      select
        reward.expense, reward.referralprogram_rule, reward.referralprogram, reward.referer_account,
        reward.referral_account, reversal.amount, reward.currency, reversal.cdate, reversal.refund
      from reward_reversal as reversal
      join referralprogram_reward as reward on reward.id = reversal.reward
      where reversal.n > ${after} and reversal.n <= ${last}
      order by reversal.n
      on conflict do nothing
      returning expense, referralprogram_rule, referer_account, amount, currency, cdate
    `.execute(writing);
    return async () => listener.rewarded?.(rows);
  });
  await dropTable(connection, 'reward_reversal');
}
