// Prints what the SDK weighs and costs, beside other scripts of its kind: a table, then one line of JSON.
import { chromium } from '@playwright/test';
import { costsOfUse } from './costs-of-use.mjs';
import { evaluation, PAGES } from './evaluation.mjs';
import { keptForBack } from './kept-for-back.mjs';
import { quiet } from './quiet.mjs';
import { scripts } from './scripts.mjs';
import { startSite } from './site.mjs';
import { marginalBytes, sizes } from './sizes.mjs';

/** How much slower than this machine a visitor's is taken to be. */
const SLOWDOWN = 4;

const figures = { sizes: await sizes(), marginal_bytes: await marginalBytes(), slowdown: SLOWDOWN };
const site = await startSite();
const browser = await chromium.launch({
  executablePath: process.env.BILLREF_BROWSER,
  // Playwright switches the back/forward cache off, Chromium slows down a page that calls `replaceState` often.
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
  args: ['--disable-ipc-flooding-protection', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
try {
  // `nothing` among them: what it is said to cost is the noise of the machine.
  const all = await scripts(site);
  figures.evaluation_ms = await evaluation(browser, site, all, SLOWDOWN);
  figures.ratio_links = ratio(figures.evaluation_ms.billref[PAGES.at(-1)], figures.evaluation_ms.billref[PAGES[0]]);
  for (const [name, script] of Object.entries(all)) {
    figures[name] = {
      brotli: script.brotli,
      ...(await costsOfUse(browser, site, script, SLOWDOWN)),
      ...(await quiet(browser, site, script)),
      ...(await keptForBack(browser, site, script)),
    };
  }
} finally {
  await browser.close();
  site.close();
}

function ratio(one, other) {
  return Number((one / other).toFixed(2));
}

const { evaluation_ms } = figures;
const names = Object.keys(evaluation_ms);
const others = names.filter((name) => !['nothing', 'billref'].includes(name));
figures.times_billref = Object.fromEntries(
  others.map((name) => [
    name,
    {
      brotli: ratio(figures[name].brotli, figures.billref.brotli),
      evaluation: ratio(evaluation_ms[name][PAGES[1]], evaluation_ms.billref[PAGES[1]]),
    },
  ]),
);

console.log('\nBytes, brotli 11');
console.table(figures.sizes);
console.log('Bytes that each feature adds to the script');
console.table(figures.marginal_bytes);
console.log(`Evaluation and the task after it at ${SLOWDOWN}× slowdown, in ms, on pages of so many links`);
console.table(evaluation_ms);
console.log(`50,000 links over 50: ${figures.ratio_links} (at most 1.5)`);
console.log(
  `Added to a call of replaceState and to a press and click (µs, ${SLOWDOWN}× slowdown); timers when idle, but for time limits of AbortSignal's; back/forward cache`,
);
console.table(Object.fromEntries(names.map((name) => [name, figures[name]])));
console.log('Times as much as billref');
console.table(figures.times_billref);
console.log(JSON.stringify(figures));
