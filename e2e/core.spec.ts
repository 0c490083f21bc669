import { ANSWERS, answerAgain, answerWith } from './billing-answers.ts';
import { expect, readyStatus } from './fixtures.ts';
import { hasten } from './haste.ts';
import { inPage, type Referred, test as base } from './referred.ts';
import { runWithoutDom } from './without-dom.ts';

// `@billref/sdk/core`: the same sources as the main entry, built without their optional features.

/** A page that imports the core. */
const pageWithCore = (billingUrl: string, body: string, more = ''): string => `<!doctype html>
<html lang="en">
<head>
  <script type="module">
    import { createBillref } from '/core.js';
    window.billref = createBillref({ billingUrl: '${billingUrl}', ${more} });
  </script>
</head>
<body>${body}</body>
</html>`;

/** A visitor whom partner 2 has sent to a site with the core. */
const test = base.extend<{ land: (body: string) => ReturnType<Referred['land']> }>({
  land: async ({ backend, referred }, use) => {
    await use((body) => referred.land('', { html: pageWithCore(backend.url, body) }));
  },
});

test('a landing is registered once, across a reload and further pages', async ({
  page,
  site,
  backend,
  clicks,
  land,
}) => {
  const clickId = await land('');
  expect(await backend.clicks()).toEqual([expect.objectContaining({ sesid: clickId, referer_account: 2 })]);
  await page.reload();
  expect(await readyStatus(page)).toEqual({ status: 'cached', clickId });
  await page.goto(`${site.url}next`);
  expect(await readyStatus(page)).toEqual({ status: 'cached', clickId });
  expect(clicks.map((url) => url.searchParams.get('p'))).toEqual([`${site.url}?from=2`]);
});

test.describe('the click id is carried', () => {
  const QUERY = '?a=%20~&flag';

  for (const attributes of ['', 'target="_blank"'])
    test(`by a link ${attributes}`, async ({ page, backend, referred, land }) => {
      const id = await land(`<a href="${backend.url}${QUERY}" ${attributes}>Billing</a>`);
      expect(await referred.arrival(() => page.getByRole('link').click())).toMatchObject({
        url: `${backend.url}${QUERY}&cntid=${id}`,
        kept: { sesid: id },
      });
    });

  test('by a GET form, in its query', async ({ page, backend, referred, land }) => {
    const id = await land(`<form action="${backend.url}"><input name="q" value="a"><button>Order</button></form>`);
    expect((await referred.arrival(() => page.getByRole('button').click())).url).toBe(`${backend.url}?q=a&cntid=${id}`);
  });

  test('by a POST form, in its body', async ({ page, backend, referred, land }) => {
    const id = await land(
      `<form method="post" action="${backend.url}"><input name="q" value="a"><button>Order</button></form>`,
    );
    expect(await referred.arrival(() => page.getByRole('button').click())).toMatchObject({
      url: backend.url,
      body: `q=a&cntid=${id}`,
      kept: { sesid: id },
    });
  });

  for (const [name, leave] of [
    ['location = …', (url: string) => (location.href = url)],
    ['window.open()', (url: string) => window.open(url)],
    ['go()', (url: string) => window.billref?.go(url)],
  ] as const)
    test(`by ${name}`, async ({ page, backend, referred, land }) => {
      const id = await land('');
      expect((await referred.arrival(() => inPage(page, leave, backend.url + QUERY))).url).toBe(
        `${backend.url}${QUERY}&cntid=${id}`,
      );
    });
});

test('nothing is sent to another host', async ({ page, site, land }) => {
  const elsewhere = site.url.replace('localhost', 'elsewhere.test');
  await land(`<a href="${elsewhere}page">Elsewhere</a>`);
  await page.getByRole('link').click();
  await expect(page).toHaveURL(`${elsewhere}page`);
});

test.describe('where no click was registered', () => {
  test.use({ registrations: 0 });

  test('a page without a partner’s link sends and stores nothing, and its links stay', async ({
    page,
    site,
    backend,
    clicks,
    referred,
  }) => {
    site.show(pageWithCore(backend.url, `<a href="${backend.url}">Billing</a>`));
    await page.goto(site.url);
    expect(await readyStatus(page)).toEqual({ status: 'no-referral' });
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    expect((await referred.arrival(() => page.getByRole('link').click())).url).toBe(backend.url);
    expect(clicks).toEqual([]);
  });

  test.describe('because a program drives the browser', () => {
    test.use({ automated: true });

    test('links stay as they are', async ({ page, site, backend, referred }) => {
      site.show(pageWithCore(backend.url, `<a href="${backend.url}">Billing</a>`));
      await page.goto(`${site.url}?from=2`);
      expect(await readyStatus(page)).toEqual({ status: 'automation' });
      expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
      expect((await referred.arrival(() => page.getByRole('link').click())).url).toBe(backend.url);
    });
  });
});

test.describe('a browser that a program drives', () => {
  test.use({ automated: true });

  test('counts where the page asks for it', async ({ page, site, backend, clicks, referred }) => {
    site.show(pageWithCore(backend.url, `<a href="${backend.url}">Billing</a>`, `automation: 'on'`));
    await page.goto(`${site.url}?from=2`);
    expect(await readyStatus(page)).toMatchObject({ status: 'registered', partner: '2' });
    const { url } = await referred.arrival(() => page.getByRole('link').click());
    expect(url).toMatch(/\?cntid=/);
    expect(clicks).toHaveLength(1);
  });
});

test('with the platform down links carry the partner, and the next page registers the click', async ({
  page,
  site,
  backend,
  referred,
}) => {
  site.show(pageWithCore(backend.url, `<a href="${backend.url}">Billing</a>`));
  await hasten(page);
  await answerWith(page, ANSWERS.down);
  await page.goto(`${site.url}?from=2`);
  expect(await readyStatus(page)).toEqual({ status: 'failed', reason: 'network' });
  expect(await referred.arrival(() => page.getByRole('link').click())).toMatchObject({
    url: `${backend.url}?from=2`,
    kept: { sesid: null, partner: 2 },
  });
  await answerAgain(page);
  await page.goto(`${site.url}next`);
  expect(await readyStatus(page)).toMatchObject({ status: 'registered', partner: '2' });
  expect(await backend.clicks()).toHaveLength(1);
});

test('imported without a DOM: nothing is done, nothing thrown, and the process may end', async () => {
  const { stdout, stderr } = await runWithoutDom(`
    import { createBillref } from '@billref/sdk/core';
    const billref = createBillref({ billingUrl: 'https://bill.example.com/billmgr' });
    billref.go();
    const url = 'https://bill.example.com/billmgr?a=%20';
    console.log(JSON.stringify([await billref.ready, billref.clickId() ?? null, billref.decorate(url) === url]));
  `);
  expect(JSON.parse(stdout)).toEqual([{ status: 'failed', reason: 'inert' }, null, true]);
  expect(stderr).toBe('');
});
