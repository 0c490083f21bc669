import type { Store, Writing } from '../store/open.ts';
import { hashOfToken } from './token.ts';

/** How long a key may wait to be used, in milliseconds: it is made to be used at once. */
const KEY_LIFE = 5 * 60_000;

/** In characters; the platform's clients make them so long. */
export const SHORTEST_KEY = 16;

/** Two users may have been given the same. */
const hashOfKey = (user: number, key: string): string => hashOfToken(`${String(user)} ${key}`);

/** Keeps a key that logs a user in once, as its hash. */
export async function keepKey(
  store: Store | Writing,
  { user, key, now }: { user: number; key: string; now: number },
): Promise<void> {
  const expires = now + KEY_LIFE;
  await store
    .insertInto('login_key')
    .values({ key_hash: hashOfKey(user, key), user, expires })
    .onConflict((conflict) => conflict.column('key_hash').doUpdateSet({ expires }))
    .execute();
}

/** Uses a key up, in one statement, so that of two who come with it at once one is let in. */
export async function spendKey(
  store: Store,
  { user, key, now }: { user: number; key: string; now: number },
): Promise<boolean> {
  const spent = await store
    .deleteFrom('login_key')
    .where('key_hash', '=', hashOfKey(user, key))
    .where('expires', '>', now)
    .returning('user')
    .executeTakeFirst();
  return spent !== undefined;
}

/** Forgets the keys that nobody used. */
export async function forgetKeys(store: Store, now: number): Promise<void> {
  await store.deleteFrom('login_key').where('expires', '<=', now).execute();
}
