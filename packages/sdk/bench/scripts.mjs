import { readFileSync } from 'node:fs';
import resolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { minify } from '../../../rollup/minify.mjs';
import { brotli } from './sizes.mjs';

/**
 * The scripts to compare, each begun as its documentation says: code, and attributes of its tag. `nothing` is what any
 * script costs.
 */
export async function scripts(site) {
  const others = {
    'web-vitals': `
      import { onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals';
      const send = (metric) => navigator.sendBeacon('/collect', JSON.stringify(metric));
      for (const on of [onCLS, onFCP, onINP, onLCP, onTTFB]) on(send);`,
    '@plausible-analytics/tracker': `
      import { init } from '@plausible-analytics/tracker';
      init({ domain: 'localhost', endpoint: '/collect', captureOnLocalhost: true, outboundLinks: true });`,
    '@snowplow/browser-tracker': `
      import { newTracker, trackPageView } from '@snowplow/browser-tracker';
      newTracker('sp', location.origin, { appId: 'bench', crossDomainLinker: ({ hostname }) => hostname === '127.0.0.1' });
      trackPageView();`,
  };
  const all = {
    nothing: { code: ';', attributes: {} },
    billref: {
      code: readFileSync(new URL('../dist/billref.min.js', import.meta.url), 'utf8'),
      attributes: { 'data-billing-url': site.billingUrl, 'data-automation': 'on' },
    },
  };
  for (const [name, source] of Object.entries(others)) all[name] = { code: await bundled(source), attributes: {} };
  for (const script of Object.values(all)) script.brotli = brotli(script.code);
  return all;
}

/** As a site's bundler would make it of these imports. */
async function bundled(source) {
  const bundle = await rollup({
    input: 'bench',
    plugins: [
      {
        name: 'bench',
        resolveId: (id) => (id === 'bench' ? `${import.meta.dirname}/bench.mjs` : null),
        load: (id) => (id.endsWith('/bench.mjs') ? source : null),
      },
      resolve({ browser: true }),
      minify(),
    ],
    onLog() {},
  });
  const { output } = await bundle.generate({ format: 'iife' });
  await bundle.close();
  return output[0].code;
}
