import type { Store } from './open.ts';
import type { Click } from './schema.ts';

/**
 * Stores a click, or finds the one that was stored with the same nonce.
 *
 * @returns the id to answer with
 */
export async function saveClick(store: Store, click: Omit<Click, 'referral_account'>): Promise<string> {
  const saved = await store
    .insertInto('referralprogram_click')
    .values(click)
    .onConflict((conflict) => conflict.column('nonce').doNothing())
    .returning('sesid')
    .executeTakeFirst();
  if (saved !== undefined) return saved.sesid;
  const earlier = await store
    .selectFrom('referralprogram_click')
    .where('nonce', '=', click.nonce)
    .select('sesid')
    .executeTakeFirstOrThrow();
  return earlier.sesid;
}

/** The provider whose program the first of these clicks was for, among those the platform knows. */
export async function projectOfClicks(store: Store, ids: readonly (string | undefined)[]): Promise<number | undefined> {
  const known = ids.filter((id) => id !== undefined);
  if (known.length === 0) return undefined;
  const clicks = await store
    .selectFrom('referralprogram_click')
    .where('sesid', 'in', known)
    .select(['sesid', 'project'])
    .execute();
  return known.map((id) => clicks.find(({ sesid }) => sesid === id)).find((click) => click !== undefined)?.project;
}
