import { sql } from 'kysely';
import type { Store } from '../store/open.ts';
import { hashOfToken } from './token.ts';

const MINUTE = 60_000;

/** How often something may be tried, and how long a count lasts, in milliseconds. */
export interface Limit {
  readonly most: number;
  readonly span: number;
}

/** Wrong passwords and keys for one account, wherever they come from. */
export const TRIES_OF_ACCOUNT: Limit = { most: 10, span: 15 * MINUTE };

/** Wrong passwords and keys from one address, for whatever accounts: an office has one for everybody in it. */
export const TRIES_OF_ADDRESS: Limit = { most: 100, span: 15 * MINUTE };

/**
 * Registrations from one address, those of a taken e-mail included: a site that registers its clients by itself has one
 * for all of them.
 */
export const REGISTRATIONS_OF_ADDRESS: Limit = { most: 300, span: 60 * MINUTE };

/** What is counted of a login, by its name. */
type Tried = 'auth' | 'recovery';

/** That somebody tries `what` for the login of this name. */
export const tryOfAccount = (what: Tried, username: string): string => `${what} account ${username}`;

/** What the table calls the tries of a login. */
export const subjectsOfAccount = (username: string): string[] =>
  (['auth', 'recovery'] as const).map((what) => subjectOf(tryOfAccount(what, username)));

/** Only the hash is stored: what is typed as a name may be somebody's password. */
const subjectOf = (what: string): string => hashOfToken(what);

/**
 * Counts a try, in one statement, so that those that run at once, in whatever process, are all counted before any of
 * them is looked at.
 *
 * @param what of what and of whom: `auth account rita@example.com`
 * @returns nothing if it may be made; else when it may be made again, in milliseconds since 1970
 */
export async function countTry(
  store: Store,
  what: string,
  { most, span }: Limit,
  now: number,
): Promise<number | undefined> {
  // What expires later than it could was counted before the clock was set back: nobody waits for it to catch up.
  const over = sql`(guess.expires <= cast(${now} as bigint) or guess.expires > cast(${now + span} as bigint))`;
  const { rows } = await sql<{ tries: number; expires: number }>`
    insert into guess (subject, tries, expires)
    values (${subjectOf(what)}, 1, cast(${now + span} as bigint))
    on conflict (subject) do update set
      tries = case when ${over} then 1 else guess.tries + 1 end,
      expires = case when ${over} then excluded.expires else guess.expires end
    returning tries, expires
  `.execute(store);
  const [counted] = rows;
  return counted !== undefined && counted.tries > most ? counted.expires : undefined;
}

/**
 * Takes a try back that was right. The others stay: whoever logs in now and then gives nobody new tries at their
 * password.
 */
export async function takeBackTry(store: Store, what: string): Promise<void> {
  await store
    .updateTable('guess')
    .set(({ eb }) => ({ tries: eb('tries', '-', 1) }))
    .where('subject', '=', subjectOf(what))
    .where('tries', '>', 0)
    .execute();
}

/** Forgets the counts that are over. */
export async function forgetTries(store: Store, now: number): Promise<void> {
  await store.deleteFrom('guess').where('expires', '<=', now).execute();
}
