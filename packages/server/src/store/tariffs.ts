import { sql } from 'kysely';
import type { Store, Writing } from './open.ts';

/** A tariff for one payment period. */
export interface Tariff {
  readonly pricelist: number;
  readonly name: string;
  readonly itemtype: string;
  readonly period: number;
  /** Minor units. */
  readonly cost: number;
  readonly currency: Currency;
}

export interface Currency {
  readonly id: number;
  readonly iso: string;
  readonly exponent: number;
}

interface Wanted {
  readonly project: number;
  readonly itemtype?: string;
  readonly pricelist?: number | undefined;
  readonly period?: number | undefined;
}

/** A provider's tariffs, the cheapest period of each first. */
export async function tariffs(
  store: Store | Writing,
  { project, itemtype, pricelist, period }: Wanted,
): Promise<Tariff[]> {
  let query = store
    .selectFrom('pricelist')
    .innerJoin('pricelist_period as price', 'price.pricelist', 'pricelist.id')
    .innerJoin('project', 'project.id', 'pricelist.project')
    .innerJoin('currency', 'currency.id', 'project.currency')
    .where('pricelist.project', '=', project)
    .select([
      'pricelist.id as pricelist',
      'pricelist.name',
      'pricelist.itemtype',
      'price.period',
      'price.cost',
      'currency.id as currency',
      'currency.iso',
      'currency.exponent',
    ])
    .orderBy('pricelist.id')
    .orderBy('price.cost')
    .orderBy(sql`price.period`);
  if (itemtype !== undefined) query = query.where('pricelist.itemtype', '=', itemtype);
  if (pricelist !== undefined) query = query.where('pricelist.id', '=', pricelist);
  if (period !== undefined) query = query.where('price.period', '=', period);
  const rows = await query.execute();
  return rows.map(({ currency, iso, exponent, ...tariff }) => ({
    ...tariff,
    currency: { id: currency, iso, exponent },
  }));
}

/** Adds a tariff with what it costs for each payment period, in minor units. */
export async function addTariff(
  store: Store | Writing,
  { costs, ...tariff }: { project: number; name: string; itemtype: string; costs: Readonly<Record<number, number>> },
): Promise<number> {
  const { id } = await store.insertInto('pricelist').values(tariff).returning('id').executeTakeFirstOrThrow();
  await store
    .insertInto('pricelist_period')
    .values(Object.entries(costs).map(([period, cost]) => ({ pricelist: id, period: Number(period), cost })))
    .execute();
  return id;
}
