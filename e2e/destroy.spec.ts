import type { Page } from '@playwright/test';
import { holdRequests } from './billing-answers.ts';
import { readyStatus, test as base } from './fixtures.ts';
import { changedGlobals, rememberGlobals } from './globals.ts';
import { navigationAbsent } from './impaired.ts';
import { expect, inPage, test } from './referred.ts';
import { pageWithSdk } from './site.ts';

const destroy = (page: Page): Promise<unknown> => page.evaluate(() => window.billref?.destroy());

test.describe('destroy() leaves every global exactly as it was', () => {
  test('after it had changed some', async ({ page, referred }) => {
    await rememberGlobals(page);
    await referred.land('');
    expect(await changedGlobals(page)).toContain('open');
    await destroy(page);
    expect(await changedGlobals(page)).toEqual([]);
  });

  test('where the Navigation API is missing', async ({ page, referred }) => {
    await page.addInitScript(navigationAbsent);
    await rememberGlobals(page);
    await referred.land('');
    expect(await changedGlobals(page)).toContain('history.pushState');
    await destroy(page);
    expect(await changedGlobals(page)).toEqual([]);
  });
});

test('a function that the page has put over ours stays, and ours does nothing any more', async ({
  page,
  backend,
  referred,
}) => {
  await referred.land('');
  await page.evaluate(() => {
    const before = window.open.bind(window);
    window.open = (...args) => {
      document.title = 'the page’s own';
      return before(...args);
    };
  });
  await destroy(page);
  expect((await referred.arrival(() => inPage(page, (url) => window.open(url), backend.url))).url).toBe(backend.url);
  await expect(page).toHaveTitle('the page’s own');
});

test.describe('after destroy() no way carries the click id', () => {
  for (const [name, use] of [
    ['a link', (page) => page.getByRole('link').click()],
    ['a form', (page) => page.getByRole('button').click()],
    ['location = …', (page, url) => inPage(page, (to) => (location.href = to), url)],
    ['window.open()', (page, url) => inPage(page, (to) => window.open(to), url)],
    ['navigation.navigate()', (page, url) => inPage(page, (to) => navigation.navigate(to), url)],
    ['decorate()', (page, url) => inPage(page, (to) => (location.href = window.billref?.decorate(to) ?? ''), url)],
    ['go()', (page, url) => inPage(page, (to) => window.billref?.go(to), url)],
  ] as [string, (page: Page, url: string) => Promise<unknown>][])
    test(name, async ({ page, backend, referred }) => {
      await referred.land(
        `<a href="${backend.url}">Billing</a><form method="post" action="${backend.url}"><button>Order</button></form>`,
      );
      await destroy(page);
      expect(await referred.arrival(() => use(page, backend.url))).toMatchObject({ url: backend.url, body: '' });
    });
});

test('destroy() takes back the hrefs it wrote, and nothing else', async ({ page, backend, referred }) => {
  const links = [
    `<a href="${backend.url}?a=%20~&amp;flag#part">1</a>`,
    `<svg width="50" height="20"><a href="${backend.url}?b"><text y="15">2</text></a></svg>`,
    `<svg width="50" height="20"><a xlink:href="${backend.url}?c"><text y="15">3</text></a></svg>`,
    `<a href="${backend.url}?cntid=theirs">4</a>`,
    `<a href="https://example.com/">5</a>`,
    `<a href="${backend.url}">6</a>`,
  ].map((link) => `<p>${link}</p>`);
  const id = await referred.land(links.join(''));
  const body = page.locator('body');
  const before = await body.innerHTML();
  for (const text of ['1', '2', '3', '4', '5', '6'])
    await page.getByText(text, { exact: true }).click({ button: 'right' });
  expect((await body.innerHTML()).split(id)).toHaveLength(5);
  await destroy(page);
  expect(await body.innerHTML()).toBe(before);
});

test('an href that the page has changed since stays as the page wants it', async ({ page, backend, referred }) => {
  await referred.land(`<a href="${backend.url}">Billing</a>`);
  await page.getByRole('link').click({ button: 'right' });
  await page.getByRole('link').evaluate((link) => {
    link.setAttribute('href', '/elsewhere?cntid=theirs');
  });
  await destroy(page);
  await expect(page.getByRole('link')).toHaveAttribute('href', '/elsewhere?cntid=theirs');
});

test('destroy() twice is destroy() once', async ({ page, referred }) => {
  await rememberGlobals(page);
  await referred.land('');
  await destroy(page);
  await page.evaluate(() => {
    const before = window.open.bind(window);
    Object.assign(window, { wrapped: (window.open = (...args) => before(...args)) });
  });
  await destroy(page);
  expect(await page.evaluate(() => window.open === (window as unknown as { wrapped: unknown }).wrapped)).toBe(true);
});

base(
  'destroy() while the click is being registered: the answer is dropped',
  async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`));
    const release = await holdRequests(page);
    const sent = page.waitForRequest(/registerclick/);
    await page.goto(`${site.url}?from=2`);
    await sent;
    const stored = (): Promise<string> => page.evaluate(() => JSON.stringify([localStorage, document.cookie]));
    const before = await stored();
    await destroy(page);
    release();
    expect(await readyStatus(page)).toEqual({ status: 'failed', reason: 'inert' });
    expect(await stored()).toBe(before);
    expect(await page.evaluate(() => window.billref?.clickId())).toBeUndefined();
    await page.getByRole('link').click();
    await expect(page).toHaveURL(backend.url);
    expect(clicks).toHaveLength(1);
  },
);

test('after destroy() nothing is stored, sent or told, whatever happens in the page', async ({
  page,
  backend,
  clicks,
  referred,
}) => {
  await referred.land(`<a href="${backend.url}">Billing</a>`);
  await destroy(page);
  const { ready, before, after, told, href } = await page.evaluate(async () => {
    const seen: string[] = [];
    for (const status of ['registered', 'cached', 'no-referral', 'rejected', 'failed', 'consent-needed'])
      addEventListener(`billref:${status}`, () => seen.push(status));
    const stored = (): string => JSON.stringify([localStorage, document.cookie]);
    const was = stored();
    history.pushState(null, '', '/other?from=1');
    dispatchEvent(new Event('online'));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    document.links[0]?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve));
    const status = await window.billref?.consent(true);
    return { ready: status, before: was, after: stored(), told: [...seen], href: document.links[0]?.href };
  });
  expect(ready).toEqual({ status: 'failed', reason: 'inert' });
  expect(after).toBe(before);
  expect(told).toEqual(['failed']);
  expect(href).toBe(backend.url);
  expect(clicks).toHaveLength(1);
});
