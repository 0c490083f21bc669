import { sql } from 'kysely';
import type { Store, Writing } from './open.ts';
import { programsOfPartner } from './programs.ts';
import { type Currency, mayOrder } from './tariffs.ts';

/** A sum of money in one currency. */
export interface Sum {
  readonly amount: number;
  readonly currency: Currency;
}

/** What a client sees of itself. */
export interface Overview {
  readonly services: readonly { readonly id: number; readonly name: string; readonly period: number }[];
  /** The types of service that can be ordered. */
  readonly itemtypes: readonly string[];
  readonly programs: readonly {
    readonly id: number;
    readonly name: string;
    readonly url: string;
    readonly partner: number;
  }[];
  readonly referrals: number;
  /** The balance of each currency. */
  readonly balances: readonly Sum[];
}

/** A client's services, and the programs, referrals and balances it has as a partner. */
export async function overviewOf(store: Store, account: number): Promise<Overview> {
  const services = await store
    .selectFrom('item')
    .innerJoin('pricelist', 'pricelist.id', 'item.pricelist')
    .where('item.account', '=', account)
    .where('item.status', '=', 'active')
    .orderBy('item.id')
    .select(['item.id', 'pricelist.name', 'item.period'])
    .execute();
  const itemtypes = await store
    .selectFrom('pricelist')
    .innerJoin('account', 'account.project', 'pricelist.project')
    .where('account.id', '=', account)
    .where('pricelist.enabled', '=', 1)
    .where(mayOrder(account))
    .select('pricelist.itemtype')
    .distinct()
    .orderBy('pricelist.itemtype')
    .execute();
  const referrals = await store
    .selectFrom('referralprogram_referral')
    .where('referer_account', '=', account)
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow();
  return {
    services,
    itemtypes: itemtypes.map(({ itemtype }) => itemtype),
    programs: (await programsOfPartner(store, account)).map((program) => ({ ...program, partner: account })),
    referrals: referrals.count,
    balances: await balancesOf(store, account),
  };
}

/** A client's balance in each currency: the sum of its ledger. */
export async function balancesOf(store: Store | Writing, account: number): Promise<Sum[]> {
  const rows = await store
    .selectFrom('subaccount')
    .innerJoin('ledger', 'ledger.subaccount', 'subaccount.id')
    .innerJoin('currency', 'currency.id', 'subaccount.currency')
    .where('subaccount.account', '=', account)
    .groupBy(['currency.id', 'currency.iso', 'currency.exponent'])
    .orderBy('currency.iso')
    .select(['currency.id', 'currency.iso', 'currency.exponent', sql<number>`sum(ledger.amount)`.as('amount')])
    .execute();
  return rows.map(({ amount, ...currency }) => ({ amount, currency }));
}
