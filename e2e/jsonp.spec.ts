import type { Page } from '@playwright/test';
import { ANSWERS, answerAgain, answerWith, holdRequests } from './billing-answers.ts';
import { expect, heldId, nonces, test, visit } from './fixtures.ts';
import { hasten } from './haste.ts';
import { timeLimitsAbsent } from './impaired.ts';
import { pageWithSdk } from './site.ts';

/** A page with the script tag for platforms that answer by JSONP alone. */
const pageWithJsonp = (billingUrl: string): string =>
  pageWithSdk(billingUrl, `<a href="${billingUrl}">Billing</a>`).replace('billref.min.js', 'billref.jsonp.min.js');

/** What a page of the site has before any script of ours: the names of its globals, and its scripts. */
const inventory = (page: Page): Promise<string[]> =>
  page.evaluate(() => [
    ...Object.getOwnPropertyNames(window),
    ...[...document.scripts].map((script) => script.getAttribute('src') ?? ''),
  ]);

/** What has been added to the page besides the tag itself and its global. */
async function leftBehind(page: Page, empty: readonly string[]): Promise<string[]> {
  const known = [...empty, 'billref', '/billref.jsonp.min.js'];
  return (await inventory(page)).filter((one) => !known.includes(one));
}

test.describe('JSONP (seed 002)', () => {
  let empty: string[];
  test.beforeEach(async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    site.show('');
    await page.goto(site.url);
    empty = await inventory(page);
    site.show(pageWithJsonp(backend.url));
  });

  test('registers the click by a script tag, where a policy forbids fetch, and leaves nothing behind', async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    const policy = `connect-src 'none'; script-src 'self' ${new URL(backend.url).origin}`;
    site.show(pageWithJsonp(backend.url), { headers: { 'Content-Security-Policy': policy } });
    const types: string[] = [];
    page.on('request', (request) => {
      if (request.url().startsWith(backend.url)) types.push(request.resourceType());
    });
    expect(await visit(page, `${site.url}?from=2`)).toEqual({
      status: 'registered',
      partner: '2',
      clickId: await heldId(page),
    });
    expect(types).toEqual(['script']);
    expect(await backend.clicks()).toEqual([expect.objectContaining({ sesid: await heldId(page) })]);
    expect(await leftBehind(page, empty)).toEqual([]);
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'cached' });
    expect(clicks).toHaveLength(1);
  });

  test('for the ES module is the option transport', async ({ page, site, backend }) => {
    site.show(`<script type="module">
      import { createBillref } from '/index.js';
      import { jsonp } from '/jsonp.js';
      window.billref = createBillref({ billingUrl: '${backend.url}', transport: jsonp });
    </script>`);
    const sent = page.waitForRequest(/registerclick/);
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
    expect((await sent).resourceType()).toBe('script');
  });

  test('tells why the platform has refused', async ({ page, site }) => {
    expect(await visit(page, `${site.url}?from=1`)).toEqual({ status: 'rejected', reason: 'unknown-partner' });
    expect(await leftBehind(page, empty)).toEqual([]);
  });

  test('without an answer: asked three times with one nonce, and again on the next page', async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await hasten(page);
    await answerWith(page, ANSWERS.down);
    expect(await visit(page, `${site.url}?from=2`)).toEqual({ status: 'failed', reason: 'network' });
    expect(clicks).toHaveLength(3);
    expect(await leftBehind(page, empty)).toEqual(['pauses', 'limits']);
    expect(await page.evaluate((url) => window.billref?.decorate(url), backend.url)).toBe(`${backend.url}?from=2`);
    await answerAgain(page);
    expect(await visit(page, site.url)).toMatchObject({ status: 'registered', partner: '2' });
    expect(clicks).toHaveLength(4);
    expect(nonces(clicks)).toHaveLength(1);
  });

  test('where a policy forbids the platform’s scripts the click waits', async ({ page, site, backend }) => {
    site.show(pageWithJsonp(backend.url), { headers: { 'Content-Security-Policy': `script-src 'self'` } });
    await hasten(page);
    expect(await visit(page, `${site.url}?from=2`)).toEqual({ status: 'failed', reason: 'network' });
    expect(await backend.clicks()).toEqual([]);
    expect(await leftBehind(page, empty)).toEqual(['pauses', 'limits']);
    await page.getByRole('link').click();
    await expect(page).toHaveURL(`${backend.url}?from=2`);
  });

  test('a script that calls nobody is no answer of the platform’s', async ({ page, site, clicks }) => {
    await hasten(page);
    await answerWith(page, (route) => route.fulfill({ contentType: 'text/javascript', body: '/* maintenance */' }));
    expect(await visit(page, `${site.url}?from=2`)).toEqual({ status: 'failed', reason: 'http' });
    expect(clicks).toHaveLength(3);
    expect(await leftBehind(page, empty)).toEqual(['pauses', 'limits']);
  });

  test('an answer that comes after its time limit throws nothing, and its function goes with it', async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await hasten(page, 50);
    const release = await holdRequests(page);
    expect(await visit(page, `${site.url}?from=2`)).toEqual({ status: 'failed', reason: 'timeout' });
    expect(clicks).toHaveLength(3);
    const waiting = await leftBehind(page, empty);
    expect(waiting.filter((name) => name.startsWith('billref_'))).toHaveLength(3);
    release();
    await expect.poll(() => leftBehind(page, empty)).toEqual(['pauses', 'limits']);
    expect(await heldId(page)).toBeUndefined();
    expect(await visit(page, site.url)).toMatchObject({ status: 'registered' });
    expect(await backend.clicks()).toHaveLength(1);
  });

  test('works where the browser knows no time limits', async ({ page, site }) => {
    await page.addInitScript(timeLimitsAbsent);
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
  });
});
