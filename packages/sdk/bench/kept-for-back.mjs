import { landingPage, runScript, settled } from './landing-page.mjs';

/** Whether the browser keeps a page with the script for the visitor who comes back; if not, why. */
export async function keptForBack(browser, site, script) {
  const page = await landingPage(browser, site);
  const session = await page.context().newCDPSession(page);
  const reasons = new Set();
  await session.send('Page.enable');
  session.on('Page.backForwardCacheNotUsed', ({ notRestoredExplanations }) => {
    for (const { reason } of notRestoredExplanations) reasons.add(reason);
  });
  await page.evaluate(() => addEventListener('pageshow', ({ persisted }) => (window.persisted = persisted)));
  await runScript(page, script);
  await settled(page);
  await page.goto(`${site.url}next`);
  // The load that Playwright waits for does not come if the page was kept.
  await page.goBack({ waitUntil: 'commit' });
  await settled(page);
  const kept = await page.evaluate(() => window.persisted === true);
  await page.context().close();
  return { back_forward_cache: kept || `no: ${[...reasons].join(', ')}` };
}
