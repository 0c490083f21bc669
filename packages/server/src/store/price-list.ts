import { sql } from 'kysely';
import type { Addon, Costs } from '../prices/price-order.ts';
import { addonsOf } from './addons.ts';
import type { Store } from './open.ts';
import { mayOrder } from './tariffs.ts';

/** A tariff with everything that it and its add-ons cost. */
export interface ListedTariff {
  readonly id: number;
  readonly name: string;
  /** The type of product, by its id and its internal name. */
  readonly itemtype: { readonly id: number; readonly intname: string };
  readonly enabled: boolean;
  readonly costs: Costs;
  readonly addons: readonly Addon[];
}

/** Which tariffs of a provider are listed, and which of their add-ons. */
export interface Selection {
  readonly project: number;
  /**
   * `available` are those that the client, or whoever is not logged in, may order; `enabled` those that are sold to
   * anybody; `all` those that are not sold any more as well.
   */
  readonly which: 'available' | 'enabled' | 'all';
  readonly account: number | undefined;
  readonly pricelist: readonly number[] | undefined;
  readonly exclude: readonly number[] | undefined;
  /** Types of product, by id or internal name. */
  readonly itemtype: readonly string[] | undefined;
  readonly addonitemtype: readonly string[] | undefined;
}

/** A provider's tariffs with their prices, in the order in which they were added. */
export async function priceList(store: Store, selection: Selection): Promise<ListedTariff[]> {
  const { project, which, account, pricelist, exclude, itemtype } = selection;
  let query = store
    .selectFrom('pricelist')
    .innerJoin('itemtype', 'itemtype.intname', 'pricelist.itemtype')
    .where('pricelist.project', '=', project)
    .orderBy('pricelist.id')
    .select(['pricelist.id', 'pricelist.name', 'pricelist.enabled', 'itemtype.id as type', 'itemtype.intname']);
  if (which !== 'all') query = query.where('pricelist.enabled', '=', 1);
  if (which === 'available') query = query.where(mayOrder(account));
  if (pricelist !== undefined) query = query.where('pricelist.id', 'in', pricelist);
  if (exclude !== undefined) query = query.where('pricelist.id', 'not in', exclude);
  if (itemtype !== undefined) query = query.where(isOneOf('itemtype.intname', 'itemtype.id', itemtype));
  const rows = await query.execute();
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const periods = Map.groupBy(
    await store.selectFrom('pricelist_period').where('pricelist', 'in', ids).orderBy('period').selectAll().execute(),
    (period) => period.pricelist,
  );
  const addons = await addonsOf(store, ids);
  const types = await addonTypes(store, selection.addonitemtype);
  return rows.map(({ id, name, enabled, type, intname }) => ({
    id,
    name,
    itemtype: { id: type, intname },
    enabled: enabled === 1,
    costs: new Map(periods.get(id)?.map(({ period, cost }) => [period, cost])),
    addons: sold(addons.get(id) ?? []).filter((addon) => types?.has(addon.intname) ?? true),
  }));
}

/** Add-ons without those that are not sold any more, for whatever period, and without such elements. */
function sold(addons: readonly Addon[]): readonly Addon[] {
  const rest = addons.map((addon) => ({ ...addon, elements: addon.elements.filter(({ costs }) => costs.size > 0) }));
  return rest.filter(
    ({ id, costs, elements }) =>
      costs.size > 0 || elements.length > 0 || rest.some((one) => one.main === id && one.costs.size > 0),
  );
}

async function addonTypes(store: Store, wanted: readonly string[] | undefined): Promise<Set<string> | undefined> {
  if (wanted === undefined) return undefined;
  const rows = await store
    .selectFrom('itemtype')
    .where(isOneOf('intname', 'id', wanted))
    .select('intname')
    .execute();
  return new Set(rows.map(({ intname }) => intname));
}

/** Whether a type is one of those that were named, each by its id or its internal name. */
const isOneOf = (intname: string, id: string, wanted: readonly string[]) =>
  sql<boolean>`(${sql.ref(intname)} in (${sql.join(wanted)}) or cast(${sql.ref(id)} as text) in (${sql.join(wanted)}))`;
