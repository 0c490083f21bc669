import { type Kysely, type RawBuilder, sql } from 'kysely';
import { currencyOfProvider } from '../store/provider-currency.ts';
import type { Tables } from '../store/schema.ts';
import type { Currency } from '../store/tariffs.ts';

/** A provider, as its money is counted. */
export interface Counting {
  readonly project: number;
  readonly timezone: string;
  readonly currency: Currency;
}

/** How a provider counts. */
export async function countingOf(connection: Kysely<Tables>, project: number): Promise<Counting> {
  const { timezone } = await connection
    .selectFrom('project')
    .where('id', '=', project)
    .select('timezone')
    .executeTakeFirstOrThrow();
  return { project, timezone, currency: await currencyOfProvider(connection, project) };
}

/** The rate of a currency other than the provider's on a day, joined if there is one. */
export const joinRate = (
  { project, currency: own }: Counting,
  { currency, day }: { currency: RawBuilder<unknown>; day: RawBuilder<unknown> },
): RawBuilder<unknown> => sql`
  left join currency_rate as rate on ${currency} <> ${own.id} and rate.project = ${project}
    and rate.currency = ${currency} and rate.day = (
      select max(said.day) from currency_rate as said
      where said.project = ${project} and said.currency = ${currency} and said.day <= ${day}
    )`;

/** The rate of an expense's currency on its day. */
export const joinRateOfExpense = (counting: Counting): RawBuilder<unknown> =>
  joinRate(counting, { currency: sql`expense.currency`, day: sql`expense.cday` });

/** An amount of a currency in the provider's; nothing without a rate. Needs `rate` and `currency`. */
export const toOwnCurrency = ({ currency }: Counting, amount: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  case when currency.id = ${currency.id} then ${amount}
  else exchange(${amount}, rate.denominator, rate.numerator, currency.exponent, cast(${currency.exponent} as bigint)) end`;

/** An amount of the provider's currency in another; nothing without a rate. Needs `rate` and `currency`. */
export const fromOwnCurrency = ({ currency }: Counting, amount: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  case when currency.id = ${currency.id} then ${amount}
  else exchange(${amount}, rate.numerator, rate.denominator, cast(${currency.exponent} as bigint), currency.exponent) end`;

/** Whether the service of an expense is for one of the payment periods that a condition counts. Needs `item`. */
export const isOfOrderPeriod = sql`
  (condition.orderperiods is null
    or ',' || condition.orderperiods || ',' like '%,' || cast(item.period as text) || ',%')`;

/** Whether the version of a rule that has a list is for the service of an expense. Needs `expense`. */
export const isOnList = (version: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  exists (
    select 1 from referralprogram_rule_covers as covers
    join item on item.id = expense.item
    join pricelist on pricelist.id = item.pricelist
    where covers.version = ${version} and (covers.pricelist = pricelist.id or covers.itemtype = pricelist.itemtype)
  )`;

/** Whether no run has judged an expense by a rule. Needs `expense`. */
export const isUnjudged = (rule: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  not exists (
    select 1 from referralprogram_reward as earlier
    where earlier.expense = expense.id and earlier.referralprogram_rule = ${rule}
  ) and not exists (
    select 1 from referralprogram_unrewarded as earlier
    where earlier.expense = expense.id and earlier.referralprogram_rule = ${rule}
  )`;

/** Whether no payment pays a reward. Needs `reward`. */
export const isUnpaid = sql`not exists (select 1 from payment_reward as paid where paid.reward = reward.id)`;
