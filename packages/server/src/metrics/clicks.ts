import { Gauge, Histogram } from 'prom-client';
import { countBy } from './count-by.ts';
import { registry } from './registry.ts';

/** Requests to register a click, by what became of them. */
export const clicks = countBy('billref_clicks_total', {
  help: 'Requests to register a click, by what became of them.',
  label: 'outcome',
  kinds: [
    'kept',
    // Asked again by the same nonce.
    'repeated',
    'url-mismatch',
    'unknown-partner',
    'program-closed',
    'malformed',
    'bot',
    'limited',
    // By a fault of ours.
    'failed',
  ],
});

/** How many clicks one transaction keeps. */
export const commitBatch = new Histogram({
  name: 'billref_click_commit_batch',
  help: 'Clicks that one transaction keeps.',
  buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
  registers: [registry],
});

/** Clicks that have come and are not committed yet. */
export const ingestQueue = new Gauge({
  name: 'billref_click_queue',
  help: 'Clicks that have come and are not committed yet.',
  registers: [registry],
});
