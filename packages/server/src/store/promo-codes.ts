import { partnerOfPromoCode } from '@billref/protocol';
import type { Store, Writing } from './open.ts';
import { enrolmentsOf } from './programs.ts';

/** Whom a promo code belongs to: a partner, in the program whose template it follows. */
export interface CodeOwner {
  readonly partner: number;
  readonly program: number;
}

/** The partner whose promo code this is, in the earliest open program of the provider that has such codes. */
export async function ownerOfCode(
  store: Store | Writing,
  { project, code, now }: { project: number; code: string; now: number },
): Promise<CodeOwner | undefined> {
  const programs = await store
    .selectFrom('referralprogram')
    .where('project', '=', project)
    .where('promocode', 'is not', null)
    .orderBy('id')
    .select(['id', 'promocode'])
    .execute();
  for (const { id: program, promocode } of programs) {
    const partner = Number(partnerOfPromoCode(promocode ?? '', code));
    const places = Number.isNaN(partner) ? [] : await enrolmentsOf(store, [partner], now);
    if (places.some((place) => place.program === program && place.open)) return { partner, program };
  }
  return undefined;
}

/**
 * Whether a client has ever bought something, here or elsewhere, as another system told: then it is too late for a promo
 * code (seed 000).
 */
export async function hasBought(store: Store | Writing, account: number): Promise<boolean> {
  const service = await store
    .selectFrom('item')
    .where('account', '=', account)
    .where('status', '=', 'active')
    .select('id')
    .unionAll(store.selectFrom('expense').where('account', '=', account).select('id'))
    .limit(1)
    .executeTakeFirst();
  return service !== undefined;
}
