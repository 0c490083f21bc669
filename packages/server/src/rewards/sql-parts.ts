import { type RawBuilder, sql } from 'kysely';
import type { Writing } from '../store/open.ts';
import { currencyOfProvider } from '../store/provider-currency.ts';
import type { Currency } from '../store/tariffs.ts';

/** A provider, as its money is counted. */
export interface Counting {
  readonly project: number;
  readonly timezone: string;
  readonly currency: Currency;
}

/** How a provider counts. */
export async function countingOf(writing: Writing, project: number): Promise<Counting> {
  const { timezone } = await writing
    .selectFrom('project')
    .where('id', '=', project)
    .select('timezone')
    .executeTakeFirstOrThrow();
  return { project, timezone, currency: await currencyOfProvider(writing, project) };
}

/** The rate of a currency on a day, joined if there is one. */
export const joinRate = (
  project: number,
  { currency, day }: { currency: RawBuilder<unknown>; day: RawBuilder<unknown> },
): RawBuilder<unknown> => sql`
  left join currency_rate as rate on rate.project = ${project} and rate.currency = ${currency} and rate.day = (
    select max(said.day) from currency_rate as said
    where said.project = ${project} and said.currency = ${currency} and said.day <= ${day}
  )`;

/** The rate of an expense's currency on its day. */
export const joinRateOfExpense = (project: number): RawBuilder<unknown> =>
  joinRate(project, { currency: sql`expense.currency`, day: sql`expense.cday` });

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
