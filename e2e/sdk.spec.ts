import type { Page } from '@playwright/test';
import { expect, readyStatus, test } from './fixtures.ts';
import { pageWithSdk } from './site.ts';

/** Where the visitor is led by what they do, in this tab or in a new one. */
async function destination(page: Page, use: () => Promise<unknown>): Promise<string> {
  const tabs = new Promise<Page>((resolve) => page.context().once('page', resolve));
  const [tab] = await Promise.all([Promise.race([tabs, page.waitForURL(/billmgr/).then(() => page)]), use()]);
  await tab.waitForURL(/billmgr/);
  return tab.url();
}

test.describe('a click is registered once', () => {
  test('a reload sends nothing and keeps the id', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await page.goto(`${site.url}?from=2`);
    const first = (await readyStatus(page)) as { clickId: string };
    await page.reload();
    expect(await readyStatus(page)).toEqual({ status: 'cached', clickId: first.clickId });
    await page.goto(`${site.url}another/page`);
    expect(await readyStatus(page)).toEqual({ status: 'cached', clickId: first.clickId });
    expect(clicks).toHaveLength(1);
  });

  test('another partner’s link is registered as well, and the first click stays', async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    const program = await backend.addProgram(site.url);
    await backend.store
      .insertInto('referralprogram_referer')
      .values({ account: 1, project: 1, referralprogram: program })
      .execute();
    site.show(pageWithSdk(backend.url));
    await page.goto(`${site.url}?from=2`);
    const { clickId } = (await readyStatus(page)) as { clickId: string };
    await page.goto(`${site.url}?from=1`);
    expect(await readyStatus(page)).toEqual({ status: 'registered', clickId, partner: '1' });
    await page.reload();
    expect(await readyStatus(page)).toEqual({ status: 'cached', clickId });
    expect(clicks).toHaveLength(2);
    const rows = await backend.store
      .selectFrom('referralprogram_click')
      .orderBy('cdate')
      .select('referer_account')
      .execute();
    expect(rows.map((row) => row.referer_account)).toEqual([2, 1]);
  });

  test('the script included twice is one', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    const tag = `<script src="/billref.min.js" data-billing-url="${backend.url}"></script>`;
    site.show(`${tag}${tag}`);
    await page.goto(`${site.url}?from=2`);
    expect(await readyStatus(page)).toMatchObject({ status: 'registered' });
    expect(clicks).toHaveLength(1);
  });

  test('an id that the vendor’s snippet left is used, and gives way to a partner’s link', async ({
    page,
    site,
    backend,
  }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await page.addInitScript(() => {
      if (localStorage.length === 0) localStorage.setItem('bill_cntid', '1762745305.hvtgBc');
    });
    await page.goto(site.url);
    expect(await readyStatus(page)).toEqual({ status: 'cached', clickId: '1762745305.hvtgBc' });
    await page.goto(`${site.url}?from=2`);
    const { clickId } = (await readyStatus(page)) as { clickId: string };
    expect(clickId).not.toBe('1762745305.hvtgBc');
    expect(await page.evaluate(() => localStorage.getItem('bill_cntid'))).toBe(clickId);
  });
});

test.describe('a link to billing carries the click id, whatever way it is used', () => {
  const uses: [string, (page: Page) => Promise<unknown>][] = [
    ['a click', (page) => page.getByRole('link').click()],
    ['the Enter key', (page) => page.getByRole('link').press('Enter')],
    ['a middle click', (page) => page.getByRole('link').click({ button: 'middle' })],
    ['a click with Ctrl', (page) => page.getByRole('link').click({ modifiers: ['Control'] })],
    ['a click on a child', (page) => page.getByText('inside').click()],
  ];
  for (const [name, use] of uses)
    test(name, async ({ page, site, backend }) => {
      await backend.addProgram(site.url);
      const href = `${backend.url}?a=%20~&flag&redirect=x%3Dy`;
      site.show(pageWithSdk(backend.url, `<a href="${href}#part">Billing <b>inside</b></a>`));
      await page.goto(`${site.url}?from=2`);
      const { clickId } = (await readyStatus(page)) as { clickId: string };
      expect(await destination(page, () => use(page))).toBe(`${href}&cntid=${clickId}#part`);
    });

  test('the context menu, from which the address is copied', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`));
    await page.goto(`${site.url}?from=2`);
    const { clickId } = (await readyStatus(page)) as { clickId: string };
    await page.getByRole('link').click({ button: 'right' });
    await expect(page.getByRole('link')).toHaveAttribute('href', `${backend.url}?cntid=${clickId}`);
  });

  test('a link that comes after the script, and is used at once', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await page.goto(`${site.url}?from=2`);
    const { clickId } = (await readyStatus(page)) as { clickId: string };
    const went = destination(page, () =>
      page.evaluate((href) => {
        const link = document.body.appendChild(document.createElement('a'));
        link.href = href;
        link.click();
      }, backend.url),
    );
    expect(await went).toBe(`${backend.url}?cntid=${clickId}`);
  });

  test('and nothing else does: another host, another port, somebody else’s cntid', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    const others = [
      'https://example.com/billmgr',
      'http://127.0.0.1:1/billmgr',
      `${backend.url}?cntid=theirs`,
      'mailto:a@b.c',
      '#part',
    ];
    site.show(pageWithSdk(backend.url, others.map((href) => `<p><a href="${href}">x</a></p>`).join('')));
    await page.goto(`${site.url}?from=2`);
    await readyStatus(page);
    for (const link of await page.getByRole('link').all()) await link.click({ button: 'right' });
    const hrefs = await page.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(hrefs).toEqual(others);
  });
});

test('clickId, decorate and go are for pages that go to billing by script', async ({ page, site, backend }) => {
  await backend.addProgram(site.url);
  site.show(pageWithSdk(backend.url));
  await page.goto(`${site.url}?from=2`);
  const { clickId } = (await readyStatus(page)) as { clickId: string };
  expect(await page.evaluate(() => window.billref?.clickId())).toBe(clickId);
  const decorate = (url: string) => page.evaluate((address) => window.billref?.decorate(address), url);
  expect(await decorate(`${backend.url}?a=1#b`)).toBe(`${backend.url}?a=1&cntid=${clickId}#b`);
  expect(await decorate('https://example.com/')).toBe('https://example.com/');
  expect(await decorate('http://')).toBe('http://');
  const went = await destination(page, () => page.evaluate(() => window.billref?.go()));
  expect(went).toBe(`${backend.url}?cntid=${clickId}`);
});

test('the ES module does the same', async ({ page, site, backend, clicks }) => {
  await backend.addProgram(site.url);
  site.show(`<script type="module">
    import { createBillref } from '/index.js';
    window.billref = createBillref({ billingUrl: '${backend.url}' });
  </script>`);
  await page.goto(`${site.url}shop?from=2`);
  expect(await readyStatus(page)).toMatchObject({ status: 'registered', partner: '2' });
  expect(clicks.map((url) => url.searchParams.get('p'))).toEqual([`${site.url}?from=2`]);
});

test.describe('nothing is thrown into the page', () => {
  test('where storage is blocked the page itself remembers', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`));
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
    });
    await page.goto(`${site.url}?from=2`);
    const { clickId } = (await readyStatus(page)) as { clickId: string };
    expect(await destination(page, () => page.getByRole('link').click())).toBe(`${backend.url}?cntid=${clickId}`);
  });

  test('in a sandboxed frame', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    const inner = pageWithSdk(backend.url, '<i>framed</i>')
      .replaceAll('"', '&quot;')
      .replace('/billref', `${site.url}billref`);
    site.show(`<iframe sandbox="allow-scripts" srcdoc="${inner}"></iframe>`);
    await page.goto(site.url);
    const frame = page.frames()[1];
    await frame?.waitForFunction(() => window.billref);
    expect(await frame?.evaluate(() => window.billref?.ready)).toEqual({ status: 'no-referral' });
  });

  test('by options that are not valid: one warning each, and the default', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    site.show(
      `<script async src="/billref.min.js" data-billing-url="${backend.url}" data-site-url="nowhere" data-mode="magic"></script>`,
    );
    await page.goto(`${site.url}?from=2`);
    expect(await readyStatus(page)).toMatchObject({ status: 'registered' });
    expect(warnings).toEqual(['billref: invalid siteUrl nowhere', 'billref: invalid mode magic']);
  });

  test('by a billing URL that is missing', async ({ page, site }) => {
    site.show('<script async src="/billref.min.js" data-billing-url=""></script>');
    await page.goto(`${site.url}?from=2`);
    expect(await readyStatus(page)).toEqual({ status: 'inert' });
  });

  for (const [name, answer] of [
    ['an answer that is not the platform’s', { body: '<html>maintenance</html>' }],
    ['an empty answer', { body: '{}' }],
    ['an id that is none', { body: '{"doc":{"cntid":{"$":"<script>"}}}' }],
  ] as const)
    test(`by ${name}`, async ({ page, site, backend }) => {
      site.show(pageWithSdk(backend.url));
      await page.route(/registerclick/, (route) =>
        route.fulfill({ ...answer, headers: { 'Access-Control-Allow-Origin': '*' } }),
      );
      await page.goto(`${site.url}?from=2`);
      expect(await readyStatus(page)).toEqual({ status: 'failed', reason: 'answer' });
      expect(await page.evaluate(() => localStorage.length)).toBe(0);
    });

  test('by a platform that fails', async ({ page, site, backend }) => {
    site.show(pageWithSdk(backend.url));
    await page.route(/registerclick/, (route) =>
      route.fulfill({ status: 502, headers: { 'Access-Control-Allow-Origin': '*' } }),
    );
    await page.goto(`${site.url}?from=2`);
    expect(await readyStatus(page)).toEqual({ status: 'failed', reason: 'http' });
  });
});
