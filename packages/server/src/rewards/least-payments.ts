import { type Kysely, type RawBuilder, sql } from 'kysely';
import { exchange, type Rate } from '../prices/exchange.ts';
import type { Tables } from '../store/schema.ts';
import type { Counting } from './sql-parts.ts';

/** The least that payments must come to. */
export interface LeastPayments {
  /** The largest that the rules of some rewards ask for, in the provider's currency, in SQL. */
  readonly value: RawBuilder<unknown>;
  /** What `value` needs to be joined to `reward`. */
  readonly joined: RawBuilder<unknown>;
  /** Such a value in another currency; nothing where there is no rate. */
  readonly inCurrency: (currency: number, value: number) => number | undefined;
}

/** Payments be they as little as they are. */
export const NO_LEAST: LeastPayments = { value: sql`0`, joined: sql``, inCurrency: (_, value) => value };

/**
 * What rules ask for; most providers' ask for nothing.
 *
 * @param day whose rates count
 */
export async function leastPayments(
  connection: Kysely<Tables>,
  counting: Counting,
  day: string,
): Promise<LeastPayments> {
  const asks = await connection
    .selectFrom('referralprogram_rule_version as version')
    .innerJoin('referralprogram_rule as rule', 'rule.id', 'version.referralprogram_rule')
    .innerJoin('referralprogram as program', 'program.id', 'rule.referralprogram')
    .where('program.project', '=', counting.project)
    .where('version.min_payment', 'is not', null)
    .select('version.id')
    .limit(1)
    .executeTakeFirst();
  if (asks === undefined) return NO_LEAST;
  return {
    value: sql`coalesce(max(version.min_payment), 0)`,
    joined: sql`
      join expense on expense.id = reward.expense
      left join referralprogram_rule_version as version on version.referralprogram_rule = reward.referralprogram_rule
        and version.since <= expense.cdate and (version.until is null or expense.cdate < version.until)`,
    inCurrency: await inCurrencies(connection, counting, day),
  };
}

async function inCurrencies(
  connection: Kysely<Tables>,
  { project, currency: own }: Counting,
  day: string,
): Promise<LeastPayments['inCurrency']> {
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
