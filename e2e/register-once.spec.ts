import { ANSWERS, answerWith, holdRequests } from './billing-answers.ts';
import { expect, heldId, nonces, readyStatus, sdkThere, test, visit } from './fixtures.ts';
import { hasten } from './haste.ts';
import { locksAbsent, locksRefused, locksTaken } from './impaired.ts';
import { pageWithSdk, scriptTag } from './site.ts';

test.describe('a click is registered once for each partner and landing', () => {
  test('a reload, another page, the same link with another query: nothing is sent, the id stays', async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered', partner: '2' });
    const clickId = await heldId(page);
    await page.reload();
    expect(await readyStatus(page)).toEqual({ status: 'cached', clickId });
    for (const address of ['another/page', '?from=2', 'shop?utm_source=x&from=2#part'])
      expect(await visit(page, site.url + address)).toEqual({ status: 'cached', clickId });
    expect(clicks).toHaveLength(1);
    expect(await backend.clicks()).toEqual([expect.objectContaining({ sesid: clickId, referer_account: 2 })]);
  });

  test('another partner’s link is another landing', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url, [1, 2]);
    site.show(pageWithSdk(backend.url));
    for (const partner of ['2', '1', '2', '1']) await visit(page, `${site.url}?from=${partner}`);
    expect(clicks.map((url) => url.searchParams.get('p'))).toEqual([`${site.url}?from=2`, `${site.url}?from=1`]);
    expect(nonces(clicks)).toHaveLength(2);
  });

  const twice: [string, (billingUrl: string) => string][] = [
    ['the script included twice', (url) => scriptTag(url) + scriptTag(url)],
    ['the script included twice, not async', (url) => (scriptTag(url) + scriptTag(url)).replaceAll('async', '')],
    ['script and npm import together', (url) => scriptTag(url) + moduleOf(url)],
    ['npm import and script together', (url) => moduleOf(url) + scriptTag(url)],
    ['the npm import called twice', (url) => moduleOf(url) + moduleOf(url)],
  ];
  const moduleOf = (url: string): string => `<script type="module">
    import { createBillref } from '/index.js';
    (window.made ??= []).push(createBillref({ billingUrl: '${url}' }));
    window.billref ??= made[0];
  </script>`;
  for (const [name, html] of twice)
    test(`${name} is one`, async ({ page, site, backend, clicks }) => {
      await backend.addProgram(site.url);
      site.show(html(backend.url));
      await page.goto(`${site.url}?from=2`, { waitUntil: 'load' });
      await readyStatus(page);
      const statuses = await page.evaluate(async () => {
        const made = (window as { made?: (typeof window.billref)[] }).made ?? [];
        return Promise.all([...made, window.billref].map(async (billref) => billref?.ready));
      });
      const clickId = await heldId(page);
      expect(clickId).toBeDefined();
      for (const status of statuses) expect(status).toMatchObject({ clickId });
      expect(clicks).toHaveLength(1);
      expect(await backend.clicks()).toHaveLength(1);
    });
});

test.describe('tabs that land at once register one click', () => {
  for (const [name, impair] of [
    ['by a Web Lock', () => undefined],
    ['where locks are absent', locksAbsent],
    ['where locks refuse', locksRefused],
  ] as const)
    test(`${name}: the others wait two seconds, and look whether the click is there`, async ({
      page,
      context,
      site,
      backend,
      clicks,
    }) => {
      await backend.addProgram(site.url);
      site.show(pageWithSdk(backend.url));
      await context.addInitScript(impair);
      const release = await holdRequests(context);
      const sent = page.waitForRequest(/registerclick/);
      await page.goto(`${site.url}?from=2`);
      await sent;
      const others = [await context.newPage(), await context.newPage()];
      for (const tab of others) {
        // Their time passes where the test says so, and they tell how long they wait.
        await tab.clock.install({ time: Date.now() });
        await hasten(tab, 1);
        await tab.clock.pauseAt(Date.now() + 1000);
        await tab.goto(`${site.url}?from=2`);
        await tab.waitForFunction(() => window.pauses?.includes(2000));
      }
      release();
      const first = await readyStatus(page);
      expect(first).toMatchObject({ status: 'registered', partner: '2' });
      const { clickId } = first as { clickId: string };
      for (const tab of others) {
        // What one tab stores is in another a moment later, and the two seconds here take none.
        await expect.poll(() => heldId(tab)).toBe(clickId);
        await tab.clock.runFor(2000);
        expect(await readyStatus(tab)).toEqual({ status: 'cached', clickId });
      }
      expect(clicks).toHaveLength(1);
      expect(await backend.clicks()).toEqual([expect.objectContaining({ sesid: clickId })]);
    });

  test('a tab that never answers is waited for so long and no longer; the nonce makes it one click', async ({
    page,
    context,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await answerWith(page, ANSWERS.never);
    const sent = page.waitForRequest(/registerclick/);
    await page.goto(`${site.url}?from=2`);
    await sent;
    const second = await context.newPage();
    await hasten(second);
    expect(await visit(second, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
    expect(clicks).toHaveLength(2);
    expect(nonces(clicks)).toHaveLength(1);
    expect(await backend.clicks()).toHaveLength(1);
  });

  test('a lock that nobody gives back stops nothing', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await hasten(page);
    await page.addInitScript(locksTaken);
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
    expect(clicks).toHaveLength(1);
  });
});

test.describe('the nonce', () => {
  test('is random, and stored before the request', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url, [1, 2]);
    site.show(pageWithSdk(backend.url));
    const stored: string[] = [];
    await answerWith(page, async (route) => {
      await sdkThere(page);
      stored.push(await page.evaluate(() => JSON.stringify(localStorage)));
      await route.continue();
    });
    for (const partner of ['1', '2']) await visit(page, `${site.url}?from=${partner}`);
    const [first = '', second = ''] = nonces(clicks);
    expect(stored[0]).toContain(first);
    expect(stored[1]).toContain(second);
    for (const nonce of [first, second]) expect(nonce).toMatch(/^[\w-]{16,64}$/);
    expect(first).not.toBe(second);
  });

  test('makes one click of a page that is left while the request is under way, and the next page', async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    const registered = Promise.withResolvers<undefined>();
    await answerWith(page, async (route) => {
      if (clicks.length > 1) return route.continue();
      await route.fetch();
      registered.resolve(undefined);
    });
    await page.goto(`${site.url}?from=2`);
    await registered.promise;
    const [click] = await backend.clicks();
    expect(await visit(page, `${site.url}next`)).toEqual({
      status: 'registered',
      partner: '2',
      clickId: click?.sesid,
    });
    expect(clicks).toHaveLength(2);
    expect(nonces(clicks)).toEqual([click?.nonce]);
    expect(await backend.clicks()).toHaveLength(1);
  });
});

test.describe('a page that nobody sees yet', () => {
  test('waits, if it was prerendered, until it is activated', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    // Chromium prerenders nothing that Playwright drives (`PrerenderingDisabledByDevTools`).
    await page.addInitScript(() => {
      Object.defineProperty(Document.prototype, 'prerendering', { value: true, configurable: true });
    });
    await page.goto(`${site.url}?from=2`);
    await page.waitForFunction(() => window.billref);
    const before = await page.evaluate(async () => {
      const settled = await Promise.race([window.billref?.ready, Promise.resolve('waiting')]);
      return [settled, localStorage.length];
    });
    expect(before).toEqual(['waiting', 0]);
    expect(clicks).toEqual([]);
    await page.evaluate(() => {
      Object.defineProperty(Document.prototype, 'prerendering', { value: false });
      document.dispatchEvent(new Event('prerenderingchange'));
    });
    expect(await readyStatus(page)).toMatchObject({ status: 'registered' });
    expect(clicks).toHaveLength(1);
  });

  test('does not wait, if it is in a background tab', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await page.addInitScript(() => {
      Object.defineProperty(Document.prototype, 'hidden', { value: true });
      Object.defineProperty(Document.prototype, 'visibilityState', { value: 'hidden' });
      window.requestAnimationFrame = () => 0;
      window.requestIdleCallback = () => 0;
    });
    await page.goto(`${site.url}?from=2`);
    await expect.poll(() => clicks.length).toBe(1);
    expect(await page.evaluate(() => window.billref?.ready)).toMatchObject({ status: 'registered' });
  });
});
