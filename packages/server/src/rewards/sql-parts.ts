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

/** The currency of an expense, where it is not the provider's own, and its rate of the day, if there is one. */
export const joinRateOfExpense = ({ project, currency: own }: Counting): RawBuilder<unknown> => sql`
  left join currency on expense.currency <> ${own.id} and currency.id = expense.currency
  left join currency_rate as rate on rate.project = ${project} and rate.currency = currency.id and rate.day = (
    select max(said.day) from currency_rate as said
    where said.project = ${project} and said.currency = expense.currency and said.day <= expense.cday
  )`;

/** An amount of the joined currency in the provider's; nothing without a rate. */
export const toOwnCurrency = ({ currency }: Counting, amount: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  case when currency.id is null then ${amount}
  else exchange(${amount}, rate.denominator, rate.numerator, currency.exponent, cast(${currency.exponent} as bigint)) end`;

/** An amount of the provider's currency in the joined one; nothing without a rate. */
export const fromOwnCurrency = ({ currency }: Counting, amount: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  case when currency.id is null then ${amount}
  else exchange(${amount}, rate.numerator, rate.denominator, cast(${currency.exponent} as bigint), currency.exponent) end`;

/** The service of an expense, where a condition counts those of some payment periods: `item`. */
export const joinItem = sql`left join item on condition.orderperiods is not null and item.id = expense.item`;

/** Whether the service of an expense is for one of the payment periods that a condition counts. */
export const isOfOrderPeriod = sql`
  (condition.orderperiods is null
    or ',' || condition.orderperiods || ',' like '%,' || cast(item.period as text) || ',%')`;

/** Whether an expense was made while a rule said so, and its program ran. Needs `expense` and `terms`. */
export const isInTime = sql`
  terms.since <= expense.cdate and (terms.until is null or expense.cdate < terms.until)
  and expense.cday >= coalesce(terms.start_date, expense.cday)
  and expense.cday <= coalesce(terms.end_date, expense.cday)
  and (terms.closed is null or expense.cdate < terms.closed)`;

/** Whether the version of a rule that has a list is for the service of an expense. Needs `expense`. */
export const isOnList = (version: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  exists (
    select 1 from referralprogram_rule_covers as covers
    join item on item.id = expense.item
    join pricelist on pricelist.id = item.pricelist
    where covers.version = ${version} and (covers.pricelist = pricelist.id or covers.itemtype = pricelist.itemtype)
  )`;

// The following look a row up, whatever PostgreSQL believes of a table that a run has just filled: what `not exists` would
// leave to it, it has been seen to do by reading all of the table, again and again.

/** Whether no run has judged an expense by a rule. Needs `expense`. */
export const isUnjudged = (rule: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  (
    select 1 from referralprogram_reward as earlier
    where earlier.expense = expense.id and earlier.referralprogram_rule = ${rule} limit 1
  ) is null and (
    select 1 from referralprogram_unrewarded as earlier
    where earlier.expense = expense.id and earlier.referralprogram_rule = ${rule}
  ) is null`;

/** What a condition looked at in a period, of a referral or a partner; nothing if no run has looked. */
export const inputOf = (
  which: Readonly<Record<'version' | 'condition' | 'period_end' | 'account', RawBuilder<unknown>>>,
): RawBuilder<unknown> => sql`
  (
    select input.value from referralprogram_input as input
    where input.version = ${which.version} and input.condition = ${which.condition}
      and input.period_end = ${which.period_end} and input.account = ${which.account}
  )`;

/** Whether no payment pays a reward. Needs `reward`. */
export const isUnpaid = sql`
  (select 1 from payment_reward as paid where paid.reward = reward.id) is null`;
