import { landingPage, runScript, settled } from './landing-page.mjs';

/**
 * How many timers of `setTimeout` and `setInterval` run when a script has come to rest, and how often it wrote into the
 * page before the visitor did anything. A time limit that is still pending, `AbortSignal.timeout`, is the browser's own
 * and is not seen.
 */
export async function quiet(browser, site, script) {
  const page = await landingPage(browser, site, { links: 50 });
  await page.evaluate(() => {
    const live = new Set();
    for (const kind of ['Timeout', 'Interval']) {
      const set = window[`set${kind}`];
      const clear = window[`clear${kind}`];
      window[`set${kind}`] = (work, ...rest) => {
        const timer = set(
          (...args) => {
            if (kind === 'Timeout') live.delete(timer);
            work(...args);
          },
          ...rest,
        );
        live.add(timer);
        return timer;
      };
      window[`clear${kind}`] = (timer) => {
        live.delete(timer);
        clear(timer);
      };
    }
    const seen = { live, writes: 0 };
    new MutationObserver((records) => (seen.writes += records.length)).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    window.seen = seen;
  });
  await runScript(page, script);
  await settled(page);
  const [timers, writes] = await page.evaluate(() => [window.seen.live.size, window.seen.writes]);
  await page.context().close();
  // One is the script's own tag.
  return { idle_timers: timers, dom_writes: writes - 1 };
}
