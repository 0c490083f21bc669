import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { DuePayment, Unpaid } from './dues.ts';
import { leastPayments } from './least-payments.ts';
import { type Counting, isUnpaid } from './sql-parts.ts';
import { dropTable, makeKeyed } from './temporary-tables.ts';
import type { Workplace } from './workplace.ts';

/** Rewards by their ids: those after one, up to another. */
export interface RewardRange {
  readonly after: number;
  readonly last: number;
}

/** The id of the last reward; 0 if there is none. */
export async function newestReward(connection: Kysely<Tables>): Promise<number> {
  const { newest } = await connection
    .selectFrom('referralprogram_reward')
    .select((select) => select.fn.max<number | null>('id').as('newest'))
    .executeTakeFirstOrThrow();
  return newest ?? 0;
}

/** So many times as many rewards are added up together: little is left of them, the less the more there are of a partner. */
const MORE = 25;

/**
 * Adds up what is unpaid of a provider's rewards, for each partner, program, currency and day in this order.
 *
 * @param today the last day that counts
 * @param only of this partner and program alone
 * @returns also between which rewards all of these are
 */
export async function addUpUnpaid(
  { connection, together }: Workplace,
  counting: Counting,
  { today, only }: { today: string; only?: Pick<DuePayment, 'referer_account' | 'referralprogram'> | undefined },
): Promise<{ unpaid: Unpaid[]; range: RewardRange }> {
  const last = await newestReward(connection);
  const chosen =
    only === undefined
      ? sql`true`
      : sql`reward.referer_account = ${only.referer_account} and reward.referralprogram = ${only.referralprogram}`;
  const leasts = await leastPayments(connection, counting, today);
  await makeKeyed(connection, 'reward_unpaid', {
    columns: sql`
      partner bigint not null, program bigint not null, currency bigint not null, cdate text not null,
      amount bigint not null, rewards bigint not null, least bigint not null, first bigint not null`,
    key: sql`partner, program, currency, cdate`,
  });
  const atOnce = together * MORE;
  for (let after = 0; after < last; after += atOnce)
    await sql`
      insert into reward_unpaid
      select
        reward.referer_account, reward.referralprogram, reward.currency, reward.cdate,
        sum(reward.amount), count(*), ${leasts.value}, min(reward.id)
      from referralprogram_reward as reward
      ${leasts.joined}
      where reward.id > ${after} and reward.id <= ${Math.min(after + atOnce, last)}
        and reward.cdate <= ${today} and ${chosen}
        and reward.referralprogram in (select id from referralprogram where project = ${counting.project})
        and ${isUnpaid}
      group by reward.referer_account, reward.referralprogram, reward.currency, reward.cdate
      on conflict (partner, program, currency, cdate) do update set
        amount = reward_unpaid.amount + excluded.amount,
        rewards = reward_unpaid.rewards + excluded.rewards,
        least = case when excluded.least > reward_unpaid.least then excluded.least else reward_unpaid.least end
    `.execute(connection);
  const { rows } = await sql<Omit<Unpaid, 'least'> & { least: number; first: number }>`
    select
      partner as referer_account, program as referralprogram, currency, cdate, amount, rewards, least, first
    from reward_unpaid order by partner, program, currency, cdate
  `.execute(connection);
  await dropTable(connection, 'reward_unpaid');
  return {
    unpaid: rows.map(({ least, first: _, ...row }) => ({ ...row, least: leasts.inCurrency(row.currency, least) })),
    range: { after: rows.reduce((first, row) => Math.min(first, row.first), last + 1) - 1, last },
  };
}
