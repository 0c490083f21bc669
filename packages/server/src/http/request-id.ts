import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Trust } from './proxies.ts';

/** Tells, in the answer, what its request is called in the log. */
export const ID_HEADER = 'x-request-id';

/** What proxies make: nginx's 32 digits, UUIDs, and the like. */
const WELL_FORMED = /^[\w.-]{8,64}$/;

/** What a request is called in the log: as a proxy that is trusted calls it, so that both logs tell of it by one name. */
export function requestIdOf({ headers, socket }: IncomingMessage, trusts: Trust): string {
  const { [ID_HEADER]: given } = headers;
  const isTheirs = typeof given === 'string' && WELL_FORMED.test(given) && trusts(socket.remoteAddress ?? '', 0);
  return isTheirs ? given : randomUUID();
}

/** What the request of an answer is called, if it is in the log. */
export function requestIdIn(response: ServerResponse): string | undefined {
  const id = response.getHeader(ID_HEADER);
  return typeof id === 'string' ? id : undefined;
}
