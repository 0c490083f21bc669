import type { Page } from '@playwright/test';
import { ANSWERS, answerWith, holdRequests } from './billing-answers.ts';
import { expect, heldId, readyStatus, sdkThere, test, visit } from './fixtures.ts';
import { hasten } from './haste.ts';
import { navigationAbsent } from './impaired.ts';
import { pageWithSdk } from './site.ts';

const REQUIRED = 'data-consent="required"';
const consent = (page: Page, given: boolean): Promise<unknown> =>
  page.evaluate((value) => window.billref?.consent(value), given);
const stored = (page: Page): Promise<unknown> =>
  page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]);
const NOTHING = [[], [], ''];

test.describe('consent: required', () => {
  test('stores and sends nothing, and leaves links alone, before consent(true)', async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`, REQUIRED));
    expect(await visit(page, `${site.url}?from=2`)).toEqual({ status: 'consent-needed' });
    await page.evaluate(() => {
      history.pushState(null, '', '/shop?from=2');
      window.dispatchEvent(new Event('online'));
    });
    expect(await heldId(page)).toBeUndefined();
    expect(await stored(page)).toEqual(NOTHING);
    await page.getByRole('link').click({ button: 'right' });
    await expect(page.getByRole('link')).toHaveAttribute('href', backend.url);
    await page.getByRole('link').click();
    await expect(page).toHaveURL(backend.url);
    expect(clicks).toEqual([]);
  });

  test('leaves an id alone that is there from before', async ({ page, site, backend }) => {
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`, REQUIRED));
    await page.addInitScript(() => {
      localStorage.setItem('bill_cntid', '1762745305.hvtgBc');
    });
    expect(await visit(page, site.url)).toEqual({ status: 'consent-needed' });
    expect(await heldId(page)).toBeUndefined();
    expect(await stored(page)).toEqual([['bill_cntid'], [], '']);
    await page.getByRole('link').click();
    await expect(page).toHaveURL(backend.url);
  });

  test('consent(true) registers the landing; it is a new status promise', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, '', REQUIRED));
    await visit(page, `${site.url}?from=2`);
    const status = await consent(page, true);
    expect(status).toEqual({ status: 'registered', partner: '2', clickId: await heldId(page) });
    expect(await readyStatus(page)).toEqual({ status: 'consent-needed' });
    expect(clicks).toHaveLength(1);
    expect(await consent(page, true)).toMatchObject({ status: 'cached' });
    expect(clicks).toHaveLength(1);
  });

  test('a banner that is answered before the SDK has run is heard too', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(
      `<script>window.billref = [(sdk) => sdk.consent(true)]</script>${pageWithSdk(backend.url, '', REQUIRED)}`,
    );
    await page.goto(`${site.url}?from=2`);
    await expect.poll(() => heldId(page)).toBeDefined();
    expect(clicks).toHaveLength(1);
  });

  test('a route that comes after it is registered like any other', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, '', REQUIRED));
    await visit(page, site.url);
    expect(await consent(page, true)).toEqual({ status: 'no-referral' });
    await page.evaluate(() => {
      history.pushState(null, '', '/shop?from=2');
    });
    await expect.poll(() => heldId(page)).toBeDefined();
    expect(clicks).toHaveLength(1);
  });
});

test.describe('consent that is given on a later page', () => {
  /** A page with a way on, by link as a visitor goes, so that there is a referrer. */
  const onLaterPage = (billingUrl: string): string => pageWithSdk(billingUrl, '<a href="/next">On</a>', REQUIRED);
  const goOn = async (page: Page): Promise<void> => {
    await Promise.all([page.waitForEvent('load'), page.getByRole('link').click()]);
    await readyStatus(page);
  };

  test('finds the landing among the tab’s navigation entries, however many pages ago', async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url);
    site.show(onLaterPage(backend.url));
    await visit(page, `${site.url}?from=2`);
    await goOn(page);
    await goOn(page);
    expect(clicks).toEqual([]);
    expect(await stored(page)).toEqual(NOTHING);
    expect(await consent(page, true)).toMatchObject({ status: 'registered', partner: '2' });
    expect(clicks.map((url) => url.searchParams.get('p'))).toEqual([`${site.url}?from=2`]);
  });

  test('else in the referrer, one page ago', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(onLaterPage(backend.url));
    await page.addInitScript(navigationAbsent);
    await visit(page, `${site.url}?from=2`);
    await goOn(page);
    expect(await consent(page, true)).toMatchObject({ status: 'registered', partner: '2' });
    expect(clicks.map((url) => url.searchParams.get('p'))).toEqual([`${site.url}?from=2`]);
  });

  test('but not in the referrer of another origin', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    const other = site.url.replace('localhost', 'other.localhost');
    site.show(`<meta name="referrer" content="unsafe-url"><a href="${site.url}">On</a>`);
    await page.goto(`${other}?from=2`);
    site.show(pageWithSdk(backend.url, '', REQUIRED));
    await goOn(page);
    expect(await page.evaluate(() => document.referrer)).toBe(`${other}?from=2`);
    expect(await consent(page, true)).toEqual({ status: 'no-referral' });
    expect(clicks).toEqual([]);
  });

  for (const [attribution, wins] of [
    ['first', 0],
    ['last', 1],
  ] as const)
    test(`of two partners both are registered, and the ${attribution} is held by attribution: ${attribution}`, async ({
      page,
      site,
      backend,
      clicks,
    }) => {
      await backend.addProgram(site.url, [1, 2]);
      site.show(pageWithSdk(backend.url, '', `${REQUIRED} data-attribution="${attribution}"`));
      for (const path of ['?from=2', '?from=1', 'about']) await visit(page, site.url + path);
      expect(clicks).toEqual([]);
      const status = await consent(page, true);
      expect(clicks.map((url) => url.searchParams.get('p')).toSorted()).toEqual([
        `${site.url}?from=1`,
        `${site.url}?from=2`,
      ]);
      const clickId = (await backend.clicks()).find((row) => row.referer_account === [2, 1][wins])?.sesid;
      expect(status).toMatchObject({ status: 'registered', clickId });
      expect(await heldId(page)).toBe(clickId);
    });

  test('limitation: else it is lost', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(onLaterPage(backend.url));
    await page.addInitScript(navigationAbsent);
    await visit(page, `${site.url}?from=2`);
    await goOn(page);
    await goOn(page);
    expect(await consent(page, true)).toEqual({ status: 'no-referral' });
    expect(clicks).toEqual([]);
  });
});

test.describe('consent(false)', () => {
  test('deletes what was stored, takes back the links, and ends it for this page', async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url);
    const href = `${backend.url}?a=%20~#part`;
    site.show(pageWithSdk(backend.url, `<a href="${href}">Billing</a>`));
    await visit(page, `${site.url}?from=2`);
    const link = page.getByRole('link');
    await link.click({ button: 'right' });
    await expect(link).toHaveAttribute('href', /cntid=/);

    expect(await consent(page, false)).toEqual({ status: 'consent-needed' });
    await expect(link).toHaveAttribute('href', href);
    expect(await stored(page)).toEqual(NOTHING);
    expect(await heldId(page)).toBeUndefined();
    await page.evaluate(() => {
      history.pushState(null, '', '/again?from=2');
    });
    await link.click();
    await expect(page).toHaveURL(href);
    expect(clicks).toHaveLength(1);
  });

  test('drops an answer under way', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`));
    const release = await holdRequests(page);
    const sent = page.waitForRequest(/registerclick/);
    await page.goto(`${site.url}?from=2`);
    await sent;
    // It may wait for the request, whose answer it drops.
    const refused = consent(page, false);
    await expect.poll(() => stored(page)).toEqual(NOTHING);
    release();
    expect(await refused).toEqual({ status: 'consent-needed' });
    expect(await readyStatus(page)).toEqual({ status: 'consent-needed' });
    expect(await stored(page)).toEqual(NOTHING);
    await page.getByRole('link').click();
    await expect(page).toHaveURL(backend.url);
    expect(clicks).toHaveLength(1);
  });

  test('asks no more where the platform did not answer', async ({ page, site, backend, clicks }) => {
    site.show(pageWithSdk(backend.url));
    // No more than that: the request is not to run into its own limit while consent is taken back.
    await hasten(page, 2);
    await answerWith(page, async (route) => {
      await sdkThere(page);
      await consent(page, false);
      await ANSWERS.failing(route);
    });
    expect(await visit(page, `${site.url}?from=2`)).toEqual({ status: 'consent-needed' });
    expect(await stored(page)).toEqual(NOTHING);
    expect(clicks).toHaveLength(1);
  });

  test('is taken back by consent(true), which registers the landing anew', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await visit(page, `${site.url}?from=2`);
    await consent(page, false);
    expect(await consent(page, true)).toMatchObject({ status: 'registered', partner: '2' });
    expect(clicks).toHaveLength(2);
    expect(new Set(clicks.map((url) => url.searchParams.get('nonce'))).size).toBe(2);
  });
});

test.describe('Global Privacy Control', () => {
  for (const [option, signal, status] of [
    ['on', true, 'consent-needed'],
    ['on', false, 'registered'],
    ['on', undefined, 'registered'],
    ['off', true, 'registered'],
    [undefined, true, 'registered'],
  ] as const)
    test(`privacyControl: ${option ?? 'not set'}, the browser says ${String(signal)}: ${status}`, async ({
      page,
      site,
      backend,
      clicks,
    }) => {
      await backend.addProgram(site.url);
      site.show(pageWithSdk(backend.url, '', option && `data-privacy-control="${option}"`));
      await page.addInitScript((value) => {
        Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value, configurable: true });
      }, signal);
      expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status });
      expect(clicks).toHaveLength(status === 'registered' ? 1 : 0);
      if (status === 'registered') return;
      expect(await stored(page)).toEqual(NOTHING);
      expect(await consent(page, true)).toMatchObject({ status: 'registered' });
    });
});
