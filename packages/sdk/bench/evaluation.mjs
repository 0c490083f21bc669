import { landingPage, runScript } from './landing-page.mjs';
import { median } from './median.mjs';

/** Pages of so many links. */
export const PAGES = [50, 5_000, 50_000];
const RUNS = 5;

/**
 * How long each script takes to be evaluated, with the task after it, on each page: milliseconds, medians. The runs take
 * turns, so that a machine that is busy for a while is so for all of them.
 */
export async function evaluation(browser, site, scripts, slowdown) {
  const measured = {};
  for (let run = 0; run < RUNS; run += 1)
    for (const links of PAGES)
      for (const [name, script] of Object.entries(scripts)) {
        // The largest page takes long to make: the others are compared on the smaller ones.
        if (links > 5_000 && !['nothing', 'billref'].includes(name)) continue;
        const page = await landingPage(browser, site, { links, slowdown });
        ((measured[name] ??= {})[links] ??= []).push(await runScript(page, script));
        await page.context().close();
      }
  return mapped(measured, (pages) => mapped(pages, (times) => Number(median(times).toFixed(2))));
}

const mapped = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
