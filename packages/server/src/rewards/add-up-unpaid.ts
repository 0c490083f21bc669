import { type Kysely, type RawBuilder, sql } from 'kysely';
import { exchange, type Rate } from '../prices/exchange.ts';
import type { Tables } from '../store/schema.ts';
import type { DuePayment, Unpaid } from './dues.ts';
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
  const least = await leastPayments(connection, counting.project);
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
        sum(reward.amount), count(*), ${least.value}, min(reward.id)
      from referralprogram_reward as reward
      ${least.joined}
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
  const leastIn = await leastInCurrency(connection, counting, today);
  return {
    unpaid: rows.map(({ least, first: _, ...row }) => ({ ...row, least: leastIn(row.currency, least) })),
    range: { after: rows.reduce((first, row) => Math.min(first, row.first), last + 1) - 1, last },
  };
}

/** The largest payment that rules ask for, in the provider's currency, in SQL; most providers ask for none. */
async function leastPayments(
  connection: Kysely<Tables>,
  project: number,
): Promise<{ value: RawBuilder<unknown>; joined: RawBuilder<unknown> }> {
  const asks = await connection
    .selectFrom('referralprogram_rule_version as version')
    .innerJoin('referralprogram_rule as rule', 'rule.id', 'version.referralprogram_rule')
    .innerJoin('referralprogram as program', 'program.id', 'rule.referralprogram')
    .where('program.project', '=', project)
    .where('version.min_payment', 'is not', null)
    .select('version.id')
    .limit(1)
    .executeTakeFirst();
  if (asks === undefined) return { value: sql`0`, joined: sql`` };
  return {
    value: sql`coalesce(max(version.min_payment), 0)`,
    joined: sql`
      join expense on expense.id = reward.expense
      left join referralprogram_rule_version as version on version.referralprogram_rule = reward.referralprogram_rule
        and version.since <= expense.cdate and (version.until is null or expense.cdate < version.until)`,
  };
}

/** What amounts of the provider's currency are in others at the rates of a day; nothing where there is none. */
async function leastInCurrency(
  connection: Kysely<Tables>,
  { project, currency: own }: Counting,
  day: string,
): Promise<(currency: number, amount: number) => number | undefined> {
  const { rows } = await sql<Rate & { currency: number; exponent: number }>`
    select rate.currency, currency.exponent, rate.numerator, rate.denominator
    from currency_rate as rate
    join currency on currency.id = rate.currency
    where rate.project = ${project} and rate.day = (
      select max(said.day) from currency_rate as said
      where said.project = rate.project and said.currency = rate.currency and said.day <= ${day}
    )
  `.execute(connection);
  const rates = new Map(rows.map((rate) => [rate.currency, rate]));
  return (currency, amount) => {
    if (amount === 0 || currency === own.id) return amount;
    const rate = rates.get(currency);
    return rate && exchange(amount, rate, { from: own.exponent, to: rate.exponent });
  };
}
