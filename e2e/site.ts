import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the SDK delivers. */
const scripts = new Map(
  ['billref.min.js', 'index.js'].map((name) => [
    `/${name}`,
    readFileSync(new URL(`../packages/sdk/dist/${name}`, import.meta.url), 'utf8'),
  ]),
);

/** A provider's website, on `localhost`: one page on every path, and the SDK at `/billref.min.js`. */
export interface Site {
  /** Its origin and `/`: the default Website URL. */
  readonly url: string;
  /** Says what the page is. */
  show(html: string): void;
  close(): Promise<void>;
}

/** Starts a website of a test's own. */
export async function startSite(): Promise<Site> {
  let page = '';
  const server = createServer((request, response) => {
    const script = scripts.get(request.url ?? '');
    response.setHeader('Content-Type', script === undefined ? 'text/html; charset=utf-8' : 'text/javascript');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end(script ?? page);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    url: `http://localhost:${String((server.address() as AddressInfo).port)}/`,
    show(html) {
      page = html;
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

/** A page with the SDK's script tag. */
export const pageWithSdk = (billingUrl: string, body = ''): string => `<!doctype html>
<html lang="en">
<head><script async src="/billref.min.js" data-billing-url="${billingUrl}"></script></head>
<body>${body}</body>
</html>`;
