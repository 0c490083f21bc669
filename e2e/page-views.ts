import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request of a browser's for a page, byte for byte as the server received it. */
export interface PageView {
  readonly url: string;
  readonly method: string;
  /** A form's fields. */
  readonly body: string;
  readonly referer: string | undefined;
  /** Where the answer sends the browser. */
  readonly redirect: string | undefined;
}

interface Started {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

/**
 * Tells of each page that a server of this process has answered. The browser could not be asked: of a tab that the
 * visitor opens by a middle click it does not tell the first request.
 *
 * @returns what ends it
 */
export function watchPageViews(origin: string, tell: (view: PageView) => void): () => void {
  const { port } = new URL(origin);
  const onStart = (message: unknown): void => {
    const { request, response, server } = message as Started;
    const { host = '', referer, 'sec-fetch-mode': mode } = request.headers;
    if (String((server.address() as AddressInfo | null)?.port) !== port || mode !== 'navigate') return;
    const { url = '', method = '' } = request;
    const body: Buffer[] = [];
    request.on('data', (part: Buffer) => body.push(part));
    response.on('finish', () => {
      const redirect = response.getHeader('location')?.toString();
      tell({ url: `http://${host}${url}`, method, body: Buffer.concat(body).toString(), referer, redirect });
    });
  };
  subscribe('http.server.request.start', onStart);
  return () => unsubscribe('http.server.request.start', onStart);
}
