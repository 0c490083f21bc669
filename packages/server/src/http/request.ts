import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import type { RawParameters } from '../call/parameters.ts';

/** The parameters of query and form, of several with one name the first; the form's come before the query's. */
export function rawParameters(request: Pick<Request, 'query'> & { readonly body?: unknown }): RawParameters {
  const { query, body } = request;
  const sources = [query, typeof body === 'object' && body !== null ? body : {}];
  return Object.fromEntries(
    sources.flatMap((source) =>
      Object.entries(source).flatMap(([name, value]: [string, unknown]) => {
        const first: unknown = Array.isArray(value) ? value[0] : value;
        return typeof first === 'string' ? [[name, first]] : [];
      }),
    ),
  );
}

/** Whether the page is fetched ahead, for a visitor who may never see it. */
export const isPrefetch = (request: Request): boolean =>
  /prefetch|prerender/.test(`${request.get('sec-purpose') ?? ''} ${request.get('purpose') ?? ''}`);

/**
 * Whether this is a visitor opening a page in a tab: not a prefetch, a frame, an image or a script's request. Browsers
 * leave the Sec-Fetch headers out on plain http, except on localhost; there, asking for HTML has to do.
 */
export function isTopLevelVisit(request: Request): boolean {
  if (isPrefetch(request)) return false;
  const destination = request.get('sec-fetch-dest');
  return destination === undefined ? asksForHtml(request) : destination === 'document';
}

/** Whether the answer is for a person to read, and not for a program. */
export const wantsPage = (request: IncomingMessage, raw: RawParameters): boolean =>
  raw.out === undefined && raw.callback === undefined && asksForHtml(request);

const asksForHtml = ({ headers }: IncomingMessage): boolean => (headers.accept ?? '').includes('text/html');

/**
 * The origin that browsers know billing by: as it is set, or as the request says, or for it a proxy that is trusted.
 *
 * @throws a client's error if the `Host` header is none
 */
export function ownOrigin(request: Request, publicUrl: string | undefined): string {
  const address = publicUrl ?? `${request.secure ? 'https' : 'http'}://${request.host || 'localhost'}`;
  if (!URL.canParse(address)) throw Object.assign(new Error('the Host header is not valid'), { status: 400 });
  return new URL(address).origin;
}

/** Whether an origin is one that nobody but this machine itself can be reached by. */
export const isThisMachine = (origin: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);

/** Whether one of billing's own pages sent this. */
export function isSameOrigin(request: Request, ownOrigin: string): boolean {
  const site = request.get('sec-fetch-site');
  return site === undefined ? request.get('origin') === ownOrigin : site === 'same-origin';
}

/**
 * The origin of the page that sent this, if it was one of another site; `null`, as browsers write it, if it may have
 * been one and nothing tells which.
 */
export function foreignOrigin(request: Request, ownOrigin: string): string | undefined {
  const site = request.get('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return undefined;
  const origin = request.get('origin') ?? originOf(request.get('referer'));
  if (origin === ownOrigin) return undefined;
  // A POST of a browser always has an Origin; a link may hide where it was.
  return origin ?? (site === undefined && request.method !== 'GET' ? undefined : 'null');
}

function originOf(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address) ? new URL(address).origin : undefined;
}
