import { localDay } from '../referral/local-day.ts';
import type { Verdict } from '../referral/attribute.ts';
import { DOMAIN, type Particulars, readParametersOfOrder } from '../prices/order-parameters.ts';
import { type PricedAddon, priceOrder } from '../prices/price-order.ts';
import { addonsOf } from './addons.ts';
import type { Store, Writing } from './open.ts';
import { type CodeOwner, hasBought } from './promo-codes.ts';
import { type Brought, linkReferral, weighCode } from './referrals.ts';
import { spend } from './spend.ts';
import { type Tariff, tariffs } from './tariffs.ts';

/** A service in a basket, at today's price; `cost` is that of the tariff and its add-ons. */
export interface BasketItem extends Tariff {
  readonly id: number;
  readonly addons: readonly PricedAddon[];
  readonly particulars: Particulars;
}

/**
 * A client's basket. An item whose tariff or add-ons are no longer sold for its period has left it, and so
 * has a domain's that names none: it could be put in before that was refused.
 */
export async function basketOf(
  store: Store | Writing,
  { account, project }: { account: number; project: number },
): Promise<BasketItem[]> {
  const items = await store
    .selectFrom('item')
    .where('account', '=', account)
    .where('status', '=', 'basket')
    .orderBy('id')
    .select(['id', 'pricelist', 'period', 'parameters'])
    .execute();
  if (items.length === 0) return [];
  const sold = await tariffs(store, { project, account });
  const addons = await addonsOf(store, [...new Set(items.map(({ pricelist }) => pricelist))]);
  return items.flatMap(({ id, pricelist, period, parameters }) => {
    const tariff = sold.find((one) => one.pricelist === pricelist && one.period === period);
    if (tariff === undefined) return [];
    const { chosen, particulars } = readParametersOfOrder(parameters);
    if (tariff.itemtype === DOMAIN && particulars.domain === undefined) return [];
    const price = priceOrder({ cost: tariff.cost, period, addons: addons.get(pricelist) ?? [], chosen });
    if (price.kind === 'refused') return [];
    return [{ id, ...tariff, cost: price.cost, addons: price.addons, particulars }];
  });
}

/** What a basket costs, in minor units. */
export const totalOf = (basket: readonly BasketItem[]): number => basket.reduce((sum, { cost }) => sum + cost, 0);

/**
 * Puts a tariff into a basket; the same with the same add-ons that lies there already stays alone.
 *
 * @param parameters what was chosen for it, as `writeParameters` writes it
 */
export async function addToBasket(
  store: Store | Writing,
  { account, tariff, parameters = '', now }: { account: number; tariff: Tariff; parameters?: string; now: number },
): Promise<void> {
  const { pricelist, period } = tariff;
  await store
    .insertInto('item')
    .values({ account, pricelist, period, parameters, status: 'basket', cdate: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes an item out of a basket; whether it lay there. */
export async function removeFromBasket(
  store: Store | Writing,
  { account, id }: { account: number; id: number },
): Promise<boolean> {
  const { numDeletedRows } = await store
    .deleteFrom('item')
    .where('id', '=', id)
    .where('account', '=', account)
    .where('status', '=', 'basket')
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/**
 * Turns a paid basket into services and expenses. A client who has bought nothing and has no partner is first linked to
 * the one that brought them, because what a click promised may be kept at "a future registration or purchase"
 * (seed 000).
 *
 * @param basket what is paid, at the prices that were agreed to
 * @param code whose promo code the client gave; it is one that may be used
 * @param fromBalance how much of it is paid from what the client has earned, in minor units: the first items first
 * @throws BalanceTooSmall if the client has not earned as much
 * @returns what became of the partners who brought the client, if that was decided now
 */
export async function payBasket(
  writing: Writing,
  {
    account,
    project,
    basket,
    brought,
    code,
    fromBalance = 0,
    now,
  }: {
    account: number;
    project: number;
    basket: readonly BasketItem[];
    brought: readonly Brought[];
    code?: CodeOwner | undefined;
    fromBalance?: number | undefined;
    now: number;
  },
): Promise<Verdict | undefined> {
  const verdict = await linkAtFirstOrder(writing, { account, project, brought, code, now });
  const { timezone } = await writing
    .selectFrom('project')
    .where('id', '=', project)
    .select('timezone')
    .executeTakeFirstOrThrow();
  let paid = 0;
  let left = fromBalance;
  for (const item of basket) {
    const { numUpdatedRows } = await writing
      .updateTable('item')
      .set({ status: 'active' })
      .where('id', '=', item.id)
      .where('status', '=', 'basket')
      .executeTakeFirst();
    // Another call has paid for it meanwhile.
    if (numUpdatedRows === 0n) continue;
    const expense = await writing
      .insertInto('expense')
      .values({
        account,
        item: item.id,
        amount: item.cost,
        currency: item.currency.id,
        cdate: now,
        cday: localDay(now, timezone),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const part = Math.min(left, item.cost);
    await spend(writing, { account, currency: item.currency.id, amount: part, expense: expense.id, now });
    left -= part;
    paid += 1;
  }
  if (paid > 0)
    await writing
      .updateTable('referralprogram_referral')
      .set((row) => ({ first_order_date: row.fn.coalesce('first_order_date', row.val(now)), last_order_date: now }))
      .where('referral_account', '=', account)
      .execute();
  return verdict;
}

async function linkAtFirstOrder(
  writing: Writing,
  arrival: {
    account: number;
    project: number;
    brought: readonly Brought[];
    code: CodeOwner | undefined;
    now: number;
  },
): Promise<Verdict | undefined> {
  const { account, code } = arrival;
  if (await hasBought(writing, account)) return undefined;
  const partner = await writing
    .selectFrom('referralprogram_referral')
    .where('referral_account', '=', account)
    .select('referer_account')
    .executeTakeFirst();
  if (partner === undefined) return linkReferral(writing, arrival);
  if (code !== undefined) await weighCode(writing, { ...arrival, code });
  return undefined;
}
