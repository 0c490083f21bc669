import type { Addon, AddonType, Costs } from '../prices/price-order.ts';
import { byPeriod, type NewCosts, setCosts } from './costs.ts';
import type { Store, Writing } from './open.ts';
import { addItemtype } from './tariffs.ts';

/** The add-ons of tariffs, by tariff, in the order in which they were added. */
export async function addonsOf(
  store: Store | Writing,
  pricelists: readonly number[],
): Promise<ReadonlyMap<number, readonly Addon[]>> {
  if (pricelists.length === 0) return new Map();
  const addons = await store
    .selectFrom('addon')
    .where('pricelist', 'in', pricelists)
    .selectAll()
    .orderBy('id')
    .execute();
  if (addons.length === 0) return new Map();
  const ids = addons.map(({ id }) => id);
  const costs = await store
    .selectFrom('addon_period')
    .where('addon', 'in', ids)
    .select(['addon as of', 'period', 'cost'])
    .execute();
  const elements = await store
    .selectFrom('addon_element')
    .where('addon', 'in', ids)
    .selectAll()
    .orderBy('id')
    .execute();
  const elementCosts = await store
    .selectFrom('addon_element_period as price')
    .innerJoin('addon_element as element', 'element.id', 'price.addon_element')
    .where('element.addon', 'in', ids)
    .select(['element.id as of', 'price.period', 'price.cost'])
    .execute();
  const read = Map.groupBy(addons, ({ pricelist }) => pricelist);
  return new Map(
    [...read].map(([pricelist, rows]) => [
      pricelist,
      rows.map((row) => ({
        id: row.id,
        name: row.name,
        intname: row.intname,
        addontype: row.addontype,
        maximum: row.maximum,
        main: row.main,
        costs: costsOf(costs, row.id),
        elements: elements
          .filter(({ addon }) => addon === row.id)
          .map(({ id, name }) => ({ id, name, costs: costsOf(elementCosts, id) })),
      })),
    ]),
  );
}

const costsOf = (rows: readonly { of: number; period: number; cost: number }[], id: number): Costs =>
  new Map(rows.filter((row) => row.of === id).map(({ period, cost }) => [period, cost]));

/** An add-on to be sold with a tariff. */
interface NewAddon {
  readonly id?: number;
  readonly pricelist: number;
  readonly intname: string;
  readonly name: string;
  readonly addontype: AddonType;
  readonly maximum?: number | null;
  /** The add-on of type 3 whose element it is. */
  readonly main?: number | null;
  /** What it costs for each period, or each unit of it, in minor units. */
  readonly costs?: NewCosts;
  readonly elements?: readonly { readonly id?: number; readonly name: string; readonly costs: NewCosts }[];
}

/** Adds an add-on to a tariff. */
export async function addAddon(
  store: Store | Writing,
  { costs = {}, elements = [], main, ...addon }: NewAddon,
): Promise<number> {
  await addItemtype(store, addon.intname);
  const { id } = await store
    .insertInto('addon')
    .values({ ...addon, main: main ?? null })
    .returning('id')
    .executeTakeFirstOrThrow();
  await setCosts(store, 'addon', id, byPeriod(costs));
  for (const element of elements) await addElement(store, { addon: id, ...element });
  return id;
}

/** Adds an element to an add-on of type 3. */
export async function addElement(
  store: Store | Writing,
  { costs, ...element }: { id?: number; addon: number; name: string; costs: NewCosts },
): Promise<number> {
  const { id } = await store.insertInto('addon_element').values(element).returning('id').executeTakeFirstOrThrow();
  await setCosts(store, 'addon_element', id, byPeriod(costs));
  return id;
}
