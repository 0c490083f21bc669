import { sql } from 'kysely';
import { reversals } from './reversals.ts';
import type { Run } from './schedule.ts';
import { slicesOf } from './slices.ts';
import { countTable, dropTable, makeNumbered } from './temporary-tables.ts';
import type { Workplace } from './workplace.ts';
import type { CreatedReward, VerdictListener } from './write-verdicts.ts';

/**
 * Takes back what refunds leave no reason for.
 *
 * @param run as `reversals` has it
 */
export async function reverseRewards(
  workplace: Workplace,
  project: number,
  run: Run | undefined,
  listener: VerdictListener = {},
): Promise<void> {
  const { connection } = workplace;
  await makeNumbered(
    connection,
    'reward_reversal',
    sql`reward bigint not null, refund bigint not null, amount bigint not null, cdate text not null`,
  );
  const { numAffectedRows: found = 0n } = await sql`
    insert into reward_reversal (reward, refund, amount, cdate)
    select reward, refund, amount, cdate from (${reversals(project, run)}) as reversal order by refund, rule
  `.execute(connection);
  await countTable(connection, 'reward_reversal');
  await slicesOf(workplace)(Number(found), async (writing, { after, last }) => {
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
