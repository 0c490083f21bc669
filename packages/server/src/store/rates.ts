import type { Rate } from '../prices/exchange.ts';
import type { Store, Writing } from './open.ts';
import type { Currency } from './tariffs.ts';

/** A currency with what one unit of the provider's is worth in it on a day, by the latest rate there is by then. */
export async function rateOf(
  store: Store | Writing,
  { project, iso, day }: { project: number; iso: string; day: string },
): Promise<{ readonly currency: Currency; readonly rate: Rate } | undefined> {
  const own = await store
    .selectFrom('currency')
    .innerJoin('project', 'project.currency', 'currency.id')
    .where('project.id', '=', project)
    .where('currency.iso', '=', iso)
    .select(['currency.id', 'currency.iso', 'currency.exponent'])
    .executeTakeFirst();
  if (own !== undefined) return { currency: own, rate: { numerator: 1, denominator: 1 } };
  const row = await store
    .selectFrom('currency_rate as rate')
    .innerJoin('currency', 'currency.id', 'rate.currency')
    .where('rate.project', '=', project)
    .where('currency.iso', '=', iso)
    .where('rate.day', '<=', day)
    .orderBy('rate.day', 'desc')
    .select(['currency.id', 'currency.iso', 'currency.exponent', 'rate.numerator', 'rate.denominator'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { numerator, denominator, ...currency } = row;
  return { currency, rate: { numerator, denominator } };
}

/** The rate of a currency that was said to hold from a day on. */
export const rateOn = (
  store: Store | Writing,
  { project, iso, day }: { project: number; iso: string; day: string },
): Promise<Rate | undefined> =>
  store
    .selectFrom('currency_rate as rate')
    .innerJoin('currency', 'currency.id', 'rate.currency')
    .where('rate.project', '=', project)
    .where('currency.iso', '=', iso)
    .where('rate.day', '=', day)
    .select(['rate.numerator', 'rate.denominator'])
    .executeTakeFirst();

/** Keeps the rate of a currency from a day on, in the place of what was said of that day. */
export async function addRate(
  store: Store | Writing,
  { numerator, denominator, ...of }: { project: number; currency: number; day: string } & Rate,
): Promise<void> {
  await store
    .insertInto('currency_rate')
    .values({ ...of, numerator, denominator })
    .onConflict((said) => said.columns(['project', 'currency', 'day']).doUpdateSet({ numerator, denominator }))
    .execute();
}

/** Takes the rate of a day back; what it was, if there was one. */
export const removeRate = (
  writing: Writing,
  { project, iso, day }: { project: number; iso: string; day: string },
): Promise<({ readonly currency: number } & Rate) | undefined> =>
  writing
    .deleteFrom('currency_rate')
    .where('project', '=', project)
    .where('currency', 'in', (from) => from.selectFrom('currency').where('iso', '=', iso).select('id'))
    .where('day', '=', day)
    .returning(['currency', 'numerator', 'denominator'])
    .executeTakeFirst();
