import type { Costs } from '../prices/price-order.ts';
import { deleteAddons } from './addon-changes.ts';
import { costsOf, readCosts, setCosts } from './costs.ts';
import type { Store, Writing } from './open.ts';

/** A tariff as its provider sees it, sold or not. */
export interface TariffTerms {
  readonly name: string;
  readonly itemtype: string;
  readonly enabled: 0 | 1;
  readonly account_group: number | null;
  readonly costs: Costs;
}

/** A provider's tariff, closed ones included. */
export async function tariffOf(store: Store | Writing, project: number, id: number): Promise<TariffTerms | undefined> {
  const row = await store
    .selectFrom('pricelist')
    .where('id', '=', id)
    .where('project', '=', project)
    .select(['name', 'itemtype', 'enabled', 'account_group', costsOf('pricelist', 'pricelist.id').as('costs')])
    .executeTakeFirst();
  return row && { ...row, enabled: row.enabled === 1 ? 1 : 0, costs: readCosts(row.costs) };
}

/** Changes what is sold from now on. Baskets follow, as they do until they are paid; expenses stay. */
export async function changeTariff(
  writing: Writing,
  id: number,
  { name, enabled, account_group, costs }: Omit<TariffTerms, 'itemtype'>,
): Promise<void> {
  await writing.updateTable('pricelist').set({ name, enabled, account_group }).where('id', '=', id).execute();
  await setCosts(writing, 'pricelist', id, costs);
}

/** Takes a tariff away: one that somebody has ordered, or that a rule names, is closed instead. */
export async function removeTariff(writing: Writing, id: number): Promise<'removed' | 'closed'> {
  for (const table of ['item', 'referralprogram_rule_covers'] as const) {
    const used = await writing.selectFrom(table).where('pricelist', '=', id).select('pricelist').executeTakeFirst();
    if (used === undefined) continue;
    await writing.updateTable('pricelist').set({ enabled: 0 }).where('id', '=', id).execute();
    return 'closed';
  }
  const addons = await writing.selectFrom('addon').where('pricelist', '=', id).select('id').execute();
  await deleteAddons(
    writing,
    addons.map((addon) => addon.id),
  );
  await setCosts(writing, 'pricelist', id, new Map());
  await writing.deleteFrom('pricelist').where('id', '=', id).execute();
  return 'removed';
}
