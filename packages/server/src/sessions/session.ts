import { sql } from 'kysely';
import type { Lang } from '../call/words.ts';
import type { Store, Writing } from '../store/open.ts';
import type { Brought } from '../store/referrals.ts';
import { hashOfToken, newToken } from './token.ts';

const MINUTE = 60_000;

/** How long a login lasts after its last use. */
const LOGIN_LIFE = 60 * MINUTE;

/** How long a visitor who has not logged in is remembered, with the click that brought them. */
const VISIT_LIFE = 24 * 60 * MINUTE;

/** The one behind a request. */
export interface Session {
  /** The row; none where each call says anew who asks, by `authinfo`. */
  readonly id: number | undefined;
  /** Who is logged in, if anybody is. */
  readonly user: SessionUser | undefined;
  /** Who of the provider's acts for that client, by `su`. */
  readonly staff?: SessionUser;
  /** What it is answered in where a call says nothing. */
  readonly lang?: Lang | undefined;
}

/** A session that is kept from one call to the next. */
export interface KeptSession extends Session {
  readonly id: number;
  readonly token: string;
}

export interface SessionUser {
  readonly id: number;
  readonly email: string;
  readonly realname: string;
  readonly project: number;
  /** The provider's. */
  readonly timezone: string;
  /** The client they act for; none for the provider's own. */
  readonly account: number | undefined;
}

/** The platform's number of what somebody may do: 16 for a client, 29 for the staff of the provider. */
export const levelOf = ({ account }: Pick<SessionUser, 'account'>): string => (account === undefined ? '29' : '16');

/** The session of a token, unless it is over. Its use is written at most once a minute. */
export async function findSession(store: Store, token: string, now: number): Promise<KeptSession | undefined> {
  const row = await store
    .selectFrom('session')
    .leftJoin('user', 'user.id', 'session.user')
    .leftJoin('project', 'project.id', 'user.project')
    .leftJoin('account as client', 'client.id', 'user.account')
    .where('token_hash', '=', hashOfToken(token))
    .where('last_used', '>', now - VISIT_LIFE)
    .select([
      'session.id',
      'session.last_used',
      'session.lang',
      'user.id as user',
      'user.email',
      'user.realname',
      'user.project',
      'user.account',
      'project.timezone',
      'client.erased',
    ])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { id, last_used, lang, user, email, realname, project, account, timezone, erased } = row;
  // Whoever was let in while their client was erased is let out.
  const over = user !== null && (now - last_used > LOGIN_LIFE || erased !== null);
  // The login goes before the session is used again, so that the next request does not find it alive.
  if (over) await store.updateTable('session').set({ user: null, last_used: now }).where('id', '=', id).execute();
  else if (now - last_used > MINUTE)
    // Of several requests at once one writes.
    await store
      .updateTable('session')
      .set({ last_used: now })
      .where('id', '=', id)
      .where('last_used', '=', last_used)
      .execute();
  const loggedIn =
    !over && user !== null && email !== null && realname !== null && project !== null && timezone !== null;
  return {
    id,
    token,
    user: loggedIn ? { id: user, email, realname, project, timezone, account: account ?? undefined } : undefined,
    lang: lang ?? undefined,
  };
}

/** Forgets the sessions that are over. */
export async function forgetSessions(store: Store, now: number): Promise<void> {
  await store
    .deleteFrom('session')
    .where('last_used', '<=', now - VISIT_LIFE)
    .execute();
}

/** A session of somebody who has not logged in. */
export async function startSession(store: Store | Writing, now: number): Promise<KeptSession> {
  const token = newToken();
  const { id } = await store
    .insertInto('session')
    .values({ token_hash: hashOfToken(token), user: null, last_used: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, token, user: undefined };
}

/**
 * Logs a user in. The session's id changes, so that one planted before is worth nothing, and what brought the visitor
 * to billing stays.
 */
export async function logIn(
  writing: Store | Writing,
  { session, user, lang, now }: { session: Session | undefined; user: number; lang?: Lang | undefined; now: number },
): Promise<string> {
  const token = newToken();
  const values = { token_hash: hashOfToken(token), user, last_used: now, ...(lang !== undefined && { lang }) };
  const renewed = await writing
    .updateTable('session')
    .set(values)
    .where('id', '=', session?.id ?? 0)
    .returning('id')
    .executeTakeFirst();
  // What somebody else had narrowed their lists down to goes. Or there was no session, or it has ended in another tab.
  if (renewed !== undefined) await writing.deleteFrom('session_filter').where('session', '=', renewed.id).execute();
  else await writing.insertInto('session').values(values).execute();
  return token;
}

/** Forgets a session, and what brought its visitor. */
export async function endSession(store: Store, session: Session): Promise<void> {
  if (session.id !== undefined) await store.deleteFrom('session').where('id', '=', session.id).execute();
}

/** Notes what brought a visitor to billing; the same again changes nothing, nor does it for a session that has ended. */
export async function noteArrival(
  store: Store,
  session: KeptSession,
  { sesid, partner }: Brought,
  now: number,
): Promise<void> {
  // A row each, so that a partner seen before does not hide a new click.
  const rows = [
    ...(sesid === undefined ? [] : [{ sesid, partner: null }]),
    ...(partner === undefined ? [] : [{ sesid: null, partner }]),
  ];
  for (const row of rows)
    await sql`
      insert into session_arrival (session, sesid, partner, cdate)
      select id, cast(${row.sesid} as text), cast(${row.partner} as bigint), cast(${now} as bigint)
      from session where id = ${session.id}
      on conflict do nothing
    `.execute(store);
}

/** What brought the visitor to billing, in order. */
export async function arrivalsOf(store: Store | Writing, session: Session | undefined): Promise<Brought[]> {
  if (session?.id === undefined) return [];
  const rows = await store
    .selectFrom('session_arrival')
    .where('session', '=', session.id)
    .orderBy('id')
    .select(['sesid', 'partner'])
    .execute();
  return rows.map(({ sesid, partner }) => ({ sesid: sesid ?? undefined, partner: partner ?? undefined }));
}
