import type { Request } from 'express';
import type { AppOptions } from '../app-options.ts';
import type { BillmgrFunction, Call } from '../call/declare.ts';
import { findSession, type KeptSession } from '../sessions/session.ts';
import { bringsArrival, keepArrival } from './arrival.ts';
import { isOurSite } from './other-origins.ts';
import { foreignOrigin, isPrefetch, isTopLevelVisit } from './request.ts';
import { sessionCookie } from './session-cookie.ts';

/** Who asks, and what may become of their session. */
export type Visitor =
  | {
      readonly kind: 'received';
      readonly session: KeptSession | undefined;
      /** Whether the session is the cookie's, which a browser sends whoever's page makes the request. */
      readonly byCookie: boolean;
      /** A session that has just begun. */
      readonly newToken: string | undefined;
      /** Whether a login may be kept in the browser. */
      readonly mayKeepLogin: boolean;
    }
  /** The same is to be asked again by GET, which brings the cookie along. */
  | { readonly kind: 'again'; readonly address: string }
  /** Nobody sees the page yet: when somebody does, the browser is to ask again. */
  | { readonly kind: 'too-early' };

/**
 * Finds the session behind a request and keeps what a visit brought to billing.
 *
 * No page of a stranger may do anything to a visitor's session: neither replace it and the click in it, nor log
 * somebody in or out of it.
 */
export async function receiveVisitor(
  asked: Omit<Call, 'session'>,
  {
    request,
    own,
    page,
    declared,
    options,
  }: { request: Request; own: string; page: boolean; declared: BillmgrFunction | undefined; options: AppOptions },
): Promise<Visitor> {
  const { raw, store, now, base } = asked;
  const byParameter = Boolean(raw.auth || raw.authinfo);
  // A script of any site may call back: it gets nothing by the visitor's cookie.
  const byCookie = raw.callback === undefined && !byParameter ? sessionCookie(request) : undefined;
  const token = raw.auth || byCookie;
  const found = token === undefined ? undefined : await findSession(store, token, now);

  const foreign = foreignOrigin(request, own);
  const stranger = foreign !== undefined && !(await isOurSite(foreign, options));
  const arrives = page && bringsArrival(raw);
  if (arrives && isPrefetch(request)) return { kind: 'too-early' };

  const post = request.method === 'POST';
  const secret = raw.passwd ?? raw.password;
  // A form of another site comes without the Lax cookie, and must not start a session over the one there may be.
  if (arrives && post && foreign !== undefined && secret === undefined && !raw.sok && !byParameter)
    return { kind: 'again', address: `${base}?${new URLSearchParams(raw).toString()}` };

  const mayChange = !stranger || declared?.changesSession?.(raw) !== true;
  const keeps = arrives && isTopLevelVisit(request) && !byParameter && !(post && stranger);
  const session = keeps ? await keepArrival(asked, found, new URL(base, own)) : found;
  return {
    kind: 'received',
    session: mayChange || byParameter ? session : undefined,
    byCookie: !byParameter,
    newToken: keeps && session !== found ? session?.token : undefined,
    mayKeepLogin: !stranger && raw.callback === undefined,
  };
}
