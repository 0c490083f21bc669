import { localDay } from '../referral/local-day.ts';
import type { Verdict } from '../referral/attribute.ts';
import type { Store, Writing } from './open.ts';
import { type Brought, linkReferral } from './referrals.ts';
import { type Tariff, tariffs } from './tariffs.ts';

/** A service in a basket, at today's price. */
export interface BasketItem extends Tariff {
  readonly id: number;
}

/** A client's basket. An item whose tariff is no longer sold for its period has left it. */
export async function basketOf(
  store: Store | Writing,
  { account, project }: { account: number; project: number },
): Promise<BasketItem[]> {
  const items = await store
    .selectFrom('item')
    .where('account', '=', account)
    .where('status', '=', 'basket')
    .orderBy('id')
    .select(['id', 'pricelist', 'period'])
    .execute();
  const sold = items.length === 0 ? [] : await tariffs(store, { project });
  return items.flatMap(({ id, pricelist, period }) => {
    const tariff = sold.find((one) => one.pricelist === pricelist && one.period === period);
    return tariff === undefined ? [] : [{ id, ...tariff }];
  });
}

/** What a basket costs, in minor units. */
export const totalOf = (basket: readonly BasketItem[]): number => basket.reduce((sum, { cost }) => sum + cost, 0);

/** Puts a tariff into a basket; one that lies there already stays alone. */
export async function addToBasket(
  store: Store | Writing,
  { account, tariff, now }: { account: number; tariff: Tariff; now: number },
): Promise<void> {
  const { pricelist, period } = tariff;
  await store
    .insertInto('item')
    .values({ account, pricelist, period, status: 'basket', cdate: now })
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
 * Turns a paid basket into services and expenses. A client without services and without a partner is first linked to
 * the one that brought them, because what a click promised may be kept at "a future registration or purchase"
 * (seed 000).
 *
 * @param basket what is paid, at the prices that were agreed to
 * @returns what became of the partners who brought the client, if that was decided now
 */
export async function payBasket(
  writing: Writing,
  {
    account,
    project,
    basket,
    brought,
    now,
  }: {
    account: number;
    project: number;
    basket: readonly BasketItem[];
    brought: readonly Brought[];
    now: number;
  },
): Promise<Verdict | undefined> {
  const verdict = await linkAtFirstOrder(writing, { account, project, brought, now });
  const { timezone } = await writing
    .selectFrom('project')
    .where('id', '=', project)
    .select('timezone')
    .executeTakeFirstOrThrow();
  let paid = 0;
  for (const item of basket) {
    const { numUpdatedRows } = await writing
      .updateTable('item')
      .set({ status: 'active' })
      .where('id', '=', item.id)
      .where('status', '=', 'basket')
      .executeTakeFirst();
    // Another call has paid for it meanwhile.
    if (numUpdatedRows === 0n) continue;
    await writing
      .insertInto('expense')
      .values({
        account,
        item: item.id,
        amount: item.cost,
        currency: item.currency.id,
        cdate: now,
        cday: localDay(now, timezone),
      })
      .execute();
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
  arrival: { account: number; project: number; brought: readonly Brought[]; now: number },
): Promise<Verdict | undefined> {
  const { account } = arrival;
  const partner = await writing
    .selectFrom('referralprogram_referral')
    .where('referral_account', '=', account)
    .select('referer_account')
    .executeTakeFirst();
  const service = await writing
    .selectFrom('item')
    .where('account', '=', account)
    .where('status', '=', 'active')
    .select('id')
    .executeTakeFirst();
  if (partner !== undefined || service !== undefined) return undefined;
  return linkReferral(writing, arrival);
}
