import { sql } from 'kysely';
import { byPeriod, setCosts } from './costs.ts';
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
  /** Who wants it: some tariffs are sold to one group of clients alone. */
  readonly account?: number | undefined;
  readonly itemtype?: string;
  readonly pricelist?: number | undefined;
  readonly period?: number | undefined;
}

/** The tariffs that a provider sells to a client, or to anybody, the cheapest period of each first. */
export async function tariffs(
  store: Store | Writing,
  { project, account, itemtype, pricelist, period }: Wanted,
): Promise<Tariff[]> {
  let query = store
    .selectFrom('pricelist')
    .innerJoin('pricelist_period as price', 'price.pricelist', 'pricelist.id')
    .innerJoin('project', 'project.id', 'pricelist.project')
    .innerJoin('currency', 'currency.id', 'project.currency')
    .where('pricelist.project', '=', project)
    .where('pricelist.enabled', '=', 1)
    .where(mayOrder(account))
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

/** Whether a client, or whoever has not logged in, belongs to those whom a tariff is sold to. */
export const mayOrder = (account: number | undefined) => sql<boolean>`(
  pricelist.account_group is null or exists (
    select 1 from account_group_member as member
    where member.account_group = pricelist.account_group and member.account = ${account ?? 0}
  )
)`;

/** Adds a tariff with what it costs for each payment period, in minor units. */
export async function addTariff(store: Store | Writing, { costs, ...tariff }: NewTariff): Promise<number> {
  await addItemtype(store, tariff.itemtype);
  const { id } = await store.insertInto('pricelist').values(tariff).returning('id').executeTakeFirstOrThrow();
  await setCosts(store, 'pricelist', id, byPeriod(costs));
  return id;
}

/** A tariff to be sold; to everybody, unless it says otherwise. */
interface NewTariff {
  readonly id?: number;
  readonly project: number;
  readonly name: string;
  readonly itemtype: string;
  readonly costs: Readonly<Record<number, number>>;
  readonly enabled?: 0 | 1;
  /** The group of clients it is sold to. */
  readonly account_group?: number | null;
}

/** Makes a type of product known by its internal name. */
export async function addItemtype(store: Store | Writing, intname: string): Promise<void> {
  await store
    .insertInto('itemtype')
    .values({ intname })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
