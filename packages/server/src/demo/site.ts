import { readFileSync } from 'node:fs';
import express, { type Express } from 'express';

/** The billing address that the example site is written with. */
const WRITTEN = 'http://localhost:8081/billmgr';

/** The example site: its one page on every path, and the SDK's script. */
export function demoSite(billing: string): Express {
  const page = readFileSync(new URL('./site/index.html', import.meta.url), 'utf8');
  const script = readFileSync(new URL('./site/billref.min.js', import.meta.url), 'utf8');
  const site = express();
  site.get('/billref.min.js', (_, response) => {
    response.type('js').send(script);
  });
  site.get(/^\/(?:[^.]*)$/, (_, response) => {
    response.type('html').send(page.replaceAll(WRITTEN, billing));
  });
  return site;
}
