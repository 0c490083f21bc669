import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const dist = new URL('../packages/sdk/dist/', import.meta.url);

/** What the SDK delivers. */
const scripts = new Map(
  readdirSync(dist, { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.js'))
    .map((name) => [`/${name}`, readFileSync(new URL(name, dist), 'utf8')]),
);

/** A provider's website, on `localhost`: a page on every path, and the SDK at `/billref.min.js`. */
export interface Site {
  /** Its origin and `/`: the default Website URL. */
  readonly url: string;
  /** Says what a page is, on every path or on one, and with what headers it is sent. */
  show(html: string, as?: { readonly path?: string; readonly headers?: Readonly<Record<string, string>> }): void;
  close(): Promise<void>;
}

/** Starts a website of a test's own. */
export async function startSite(): Promise<Site> {
  const pages = new Map<string, { html: string; headers: Readonly<Record<string, string>> }>();
  const server = createServer((request, response) => {
    const script = scripts.get(request.url ?? '');
    response.setHeader('Content-Type', script === undefined ? 'text/html; charset=utf-8' : 'text/javascript');
    response.setHeader('Access-Control-Allow-Origin', '*');
    const page = pages.get(request.url ?? '') ?? pages.get('*');
    if (script === undefined)
      for (const [name, value] of Object.entries(page?.headers ?? {})) response.setHeader(name, value);
    response.end(script ?? page?.html);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    url: `http://localhost:${String((server.address() as AddressInfo).port)}/`,
    show(html, { path = '*', headers = {} } = {}) {
      pages.set(path, { html, headers });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** The SDK's script tag, with further attributes if need be. */
export const scriptTag = (billingUrl: string, attributes = ''): string =>
  `<script async src="/billref.min.js" data-billing-url="${billingUrl}" ${attributes}></script>`;

/** A page with the SDK's script tag. */
export const pageWithSdk = (billingUrl: string, body = '', attributes = ''): string => `<!doctype html>
<html lang="en">
<head>${scriptTag(billingUrl, attributes)}</head>
<body>${body}</body>
</html>`;
