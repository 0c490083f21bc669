import type { ServerOptions } from 'node:http';

/** In characters. Click ids, order links and the ways back to them need some hundred. */
export const LONGEST_URL = 8 * 1024;

/** Of a form, in bytes; also once it is unpacked. */
export const LARGEST_BODY = 64 * 1024;

/** Of a form, and of a query: no function has so many. */
export const MOST_PARAMETERS = 1000;

/** How much of a connection somebody may take up who sends nothing worth it. */
export interface RequestLimits {
  /** Of the address and all headers together, in bytes. */
  readonly headerSize: number;
  /** How long the headers may take, in milliseconds. */
  readonly headersTime: number;
  /** How long a whole request may take to arrive, in milliseconds. */
  readonly requestTime: number;
  /** How many connections at once; of more, the newest are closed. */
  readonly connections: number;
}

/** What a browser on a bad line keeps within. */
export const REQUEST_LIMITS: RequestLimits = {
  headerSize: 16 * 1024,
  headersTime: 10_000,
  requestTime: 30_000,
  connections: 10_000,
};

/** The same, as Node.js names it. */
export const serverOptions = ({ headerSize, headersTime, requestTime }: RequestLimits): ServerOptions => ({
  maxHeaderSize: headerSize,
  headersTimeout: headersTime,
  requestTimeout: requestTime,
  // Both are looked at no more often than that.
  connectionsCheckingInterval: Math.min(headersTime, requestTime) / 4,
});
