import type { Addon, Costs } from '../prices/price-order.ts';
import { addonsOf } from './addons.ts';
import { costsOf, readCosts, setCosts } from './costs.ts';
import type { Store, Writing } from './open.ts';

/** An add-on, and the tariff it belongs to. */
export interface AddonOfTariff extends Addon {
  readonly pricelist: number;
}

/** An add-on of a provider's tariffs. */
export async function addonOf(store: Store | Writing, project: number, id: number): Promise<AddonOfTariff | undefined> {
  const row = await store
    .selectFrom('addon')
    .innerJoin('pricelist', 'pricelist.id', 'addon.pricelist')
    .where('addon.id', '=', id)
    .where('pricelist.project', '=', project)
    .select('addon.pricelist')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const addon = (await addonsOf(store, [row.pricelist])).get(row.pricelist)?.find((one) => one.id === id);
  return addon && { ...addon, pricelist: row.pricelist };
}

/** Changes what is sold from now on; it stays what it is, and where it belongs. */
export async function changeAddon(
  writing: Writing,
  id: number,
  { name, maximum, costs }: { name: string; maximum: number | null; costs: Costs },
): Promise<void> {
  await writing.updateTable('addon').set({ name, maximum }).where('id', '=', id).execute();
  await setCosts(writing, 'addon', id, costs);
}

/**
 * Takes an add-on away, with those that are its elements. Where its tariff was ordered it is closed instead: it is sold
 * for no period any more, and what clients have chosen still says what it was.
 */
export async function removeAddon(
  writing: Writing,
  { id, pricelist }: Pick<AddonOfTariff, 'id' | 'pricelist'>,
): Promise<'removed' | 'closed'> {
  const rows = await writing
    .selectFrom('addon')
    .where((addon) => addon.or([addon('id', '=', id), addon('main', '=', id)]))
    .select('id')
    .execute();
  const addons = rows.map((row) => row.id);
  const ordered = await writing.selectFrom('item').where('pricelist', '=', pricelist).select('id').executeTakeFirst();
  if (ordered === undefined) {
    await deleteAddons(writing, addons);
    return 'removed';
  }
  await stopSelling(writing, addons);
  return 'closed';
}

async function stopSelling(writing: Writing, addons: readonly number[]): Promise<void> {
  const elements = writing.selectFrom('addon_element').where('addon', 'in', addons).select('id');
  await writing.deleteFrom('addon_element_period').where('addon_element', 'in', elements).execute();
  await writing.deleteFrom('addon_period').where('addon', 'in', addons).execute();
}

/** Removes add-ons of a tariff that nobody has ordered, with all that belongs to them. */
export async function deleteAddons(writing: Writing, addons: readonly number[]): Promise<void> {
  if (addons.length === 0) return;
  await stopSelling(writing, addons);
  await writing.deleteFrom('addon_element').where('addon', 'in', addons).execute();
  // The elements before what they are elements of.
  await writing.deleteFrom('addon').where('id', 'in', addons).where('main', 'is not', null).execute();
  await writing.deleteFrom('addon').where('id', 'in', addons).execute();
}

/** An element of an add-on of a provider's tariffs. */
export async function elementOf(
  store: Store | Writing,
  project: number,
  id: number,
): Promise<{ readonly addon: number; readonly name: string; readonly costs: Costs } | undefined> {
  const row = await store
    .selectFrom('addon_element as element')
    .innerJoin('addon', 'addon.id', 'element.addon')
    .innerJoin('pricelist', 'pricelist.id', 'addon.pricelist')
    .where('element.id', '=', id)
    .where('pricelist.project', '=', project)
    .select(['element.addon', 'element.name', costsOf('addon_element', 'element.id').as('costs')])
    .executeTakeFirst();
  return row && { ...row, costs: readCosts(row.costs) };
}

/** Changes what an element is called and costs from now on. */
export async function changeElement(
  writing: Writing,
  id: number,
  { name, costs }: { name: string; costs: Costs },
): Promise<void> {
  await writing.updateTable('addon_element').set({ name }).where('id', '=', id).execute();
  await setCosts(writing, 'addon_element', id, costs);
}
