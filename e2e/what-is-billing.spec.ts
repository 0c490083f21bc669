import type { Page } from '@playwright/test';
import { ANSWERS, answerWith, holdRequests } from './billing-answers.ts';
import { readyStatus } from './fixtures.ts';
import { expect, test } from './referred.ts';
import { pageWithSdk } from './site.ts';

/** The addresses that links to these would have when they are used. */
const used = async (page: Page, hrefs: readonly string[]): Promise<(string | null)[]> => {
  await page.evaluate((all) => {
    document.body.replaceChildren(
      ...all.map((href) => {
        const link = document.createElement('a');
        link.setAttribute('href', href);
        return link;
      }),
    );
  }, hrefs);
  return page.evaluate(() =>
    [...document.links].map((link) => {
      link.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, composed: true }));
      return link.getAttribute('href');
    }),
  );
};

/** Another name of this machine, where billing answers as well. */
const onHost = (url: string, host: string): string => url.replace('127.0.0.1', host);

test.describe('billing is the billing URL’s host and port', () => {
  test('any path of it is', async ({ page, backend, referred }) => {
    const { origin } = new URL(backend.url);
    const id = await referred.land('');
    const hrefs = [
      backend.url,
      `${backend.url}/`,
      `${origin}/`,
      `${origin}/manager/other`,
      origin.replace('http:', ''),
    ];
    expect(await used(page, hrefs)).toEqual(hrefs.map((href) => `${href}?cntid=${id}`));
  });

  test('nothing else is: another port, another host, a host that looks like it, an address that contains it', async ({
    page,
    site,
    backend,
    referred,
  }) => {
    await referred.land('');
    const { host, port } = new URL(backend.url);
    const others = [
      'http://127.0.0.1:1/billmgr',
      'http://127.0.0.1/billmgr',
      `http://127.0.0.11:${port}/billmgr`,
      'https://example.com/billmgr',
      `http://${host}.example.com/billmgr`,
      `https://example.com/${backend.url}`,
      `https://example.com/?u=${backend.url}`,
      `https://example.com/#${backend.url}`,
      `http://127.0.0.1:${port}@example.com/billmgr`,
      `ftp://${host}/billmgr`,
      '/billmgr',
      `${site.url}billmgr`,
      '#part',
      '',
      'http://',
      'mailto:a@b.c',
      'tel:+1',
      `javascript:void '${backend.url}'`,
      'data:text/plain,1',
    ];
    expect(await used(page, others)).toEqual(others);
    expect(await page.evaluate((all) => all.map((url) => window.billref?.decorate(url)), others)).toEqual(others);
  });
});

test.describe('billingHosts', () => {
  test('are billing as well, on any port, and a real server there receives the id', async ({
    page,
    backend,
    referred,
  }) => {
    const url = onHost(backend.url, 'pay.localhost');
    const id = await referred.land(`<a href="${url}">Pay</a>`, { attributes: 'data-billing-hosts="pay.localhost"' });
    expect(await used(page, ['https://pay.localhost/', 'http://pay.localhost:1/'])).toEqual([
      `https://pay.localhost/?cntid=${id}`,
      `http://pay.localhost:1/?cntid=${id}`,
    ]);
    const { url: received, kept } = await referred.arrival(() =>
      page.evaluate((to) => {
        location.href = to;
      }, url),
    );
    expect(received).toBe(`${url}?cntid=${id}`);
    expect(kept?.sesid).toBe(id);
  });

  test('may be all below a domain, by *., and several, by commas', async ({ page, referred }) => {
    const id = await referred.land('', { attributes: 'data-billing-hosts="*.pay.example, bill.example"' });
    const billing = [
      'https://eu.pay.example/',
      'https://a.b.pay.example/',
      'https://bill.example/',
      'https://BILL.example:8443/x',
    ];
    expect(await used(page, billing)).toEqual(billing.map((href) => `${href}?cntid=${id}`));
    const others = [
      'https://xpay.example/',
      'https://pay.example/',
      'https://eu.pay.example.com/',
      'https://eu.pay.example.evil.example/',
      'https://eu-pay.example/',
      'https://xbill.example/',
      'https://bill.example.com/',
      'https://eu.bill.example/',
      'https://example/',
    ];
    expect(await used(page, others)).toEqual(others);
  });
});

for (const hosts of ['*', 'bill.*', 'pay.*.com', '*example.org', '**.example', '.*'])
  test(`billingHosts: a * that is not the first label stands for nothing: ${hosts}`, async ({ page, referred }) => {
    await referred.land('', { attributes: `data-billing-hosts="${hosts}"` });
    const others = [
      'https://stranger.example/',
      'https://stranger.com/',
      'https://pay.stranger.com/',
      'https://bill.stranger.example/',
      'https://notexample.org/',
      'https://www.example.org/',
    ];
    expect(await used(page, others)).toEqual(others);
  });

test('billingPaths are the site’s own addresses that redirect to billing, with what lies below them', async ({
  page,
  site,
  referred,
}) => {
  const id = await referred.land('', { attributes: 'data-billing-paths="/go/billing, /order"' });
  const billing = ['/go/billing', `${site.url}go/billing/x`, '/order', '/order/', 'go/billing'];
  expect(await used(page, billing)).toEqual(billing.map((href) => `${href}?cntid=${id}`));
  const others = ['/go/billing2', '/go', '/', '/x/go/billing', '/orders', 'https://example.com/go/billing', '/?/order'];
  expect(await used(page, others)).toEqual(others);
});

test('where billing shares the page’s own host its path decides', async ({ page, site, backend, clicks }) => {
  await backend.addProgram(site.url);
  // The site's own server hands that path on, as a reverse proxy does.
  await page.route(/\/billmgr\?func=/, (route) =>
    route.continue({ url: route.request().url().replace(`${site.url}billmgr`, backend.url) }),
  );
  const billing = `${site.url}billmgr`;
  site.show(pageWithSdk(billing));
  await page.goto(`${site.url}?from=2`);
  const { clickId = '' } = (await readyStatus(page)) as { clickId?: string };
  expect(clickId).toMatch(/^\d+\./);
  const hrefs = ['/billmgr', billing, `${billing}/x`];
  expect(await used(page, hrefs)).toEqual(hrefs.map((href) => `${href}?cntid=${clickId}`));
  const others = ['/', '/billmgr2', '/x/billmgr', '/prices?billmgr', '/#/billmgr'];
  expect(await used(page, others)).toEqual(others);
  expect(clicks).toHaveLength(1);
});

test.describe('a page on https', () => {
  const link = ['http://bill.example/billmgr', 'https://bill.example/billmgr', 'http://pay.example/'];
  for (const [name, billing, expected] of [
    ['gives its id to no http address', 'https://bill.example/billmgr', [false, true, false]],
    ['gives it to http where billing itself is http', 'http://bill.example/billmgr', [true, true, true]],
  ] as const)
    test(name, async ({ page }) => {
      // There is no certificate for a test's own server: the browser is answered in its place.
      const id = '1762745305.hvtgBc';
      await page.route('https://site.example/', (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: pageWithSdk(billing, '', 'data-billing-hosts="pay.example,bill.example"'),
        }),
      );
      await page.route('https://site.example/billref.min.js', (route) =>
        route.fulfill({ contentType: 'text/javascript', path: 'packages/sdk/dist/billref.min.js' }),
      );
      await page.addInitScript((held) => {
        localStorage.setItem('bill_cntid', held);
      }, id);
      await page.goto('https://site.example/');
      expect(await readyStatus(page)).toEqual({ status: 'cached', clickId: id });
      expect(await used(page, link)).toEqual(link.map((href, i) => (expected[i] ? `${href}?cntid=${id}` : href)));
    });
});

test.describe('the rest of the address stays byte for byte', () => {
  for (const [name, before, after] of [
    ['without a query', '', '?cntid=ID'],
    ['an empty query', '?', '?cntid=ID'],
    ['a query that ends in &', '?a&', '?a&cntid=ID'],
    ['%20, + and ~', '?a=%20~+x', '?a=%20~+x&cntid=ID'],
    ['a flag, and one that is empty', '?flag&empty=', '?flag&empty=&cntid=ID'],
    ['the order, and what comes twice', '?b=1&a=2&b=3', '?b=1&a=2&b=3&cntid=ID'],
    ['escapes in lower case, and what need not be one', '?a=%2f%7e%41', '?a=%2f%7e%41&cntid=ID'],
    ['a fragment', '?a=1#b?c=d', '?a=1&cntid=ID#b?c=d'],
    ['a fragment without a query', '#b', '?cntid=ID#b'],
    [
      'an inner redirect: the outer query gets it',
      '?func=register&redirect=startform%3Dx%26cntid%3Dy',
      '?func=register&redirect=startform%3Dx%26cntid%3Dy&cntid=ID',
    ],
    ['a name that only ends like it', '?xcntid=1&cntid2=2', '?xcntid=1&cntid2=2&cntid=ID'],
  ] as const)
    test(name, async ({ page, backend, referred }) => {
      const id = await referred.land(`<a href="${backend.url}${before.replaceAll('&', '&amp;')}">Billing</a>`);
      const expected = backend.url + after.replace('ID', id);
      const { url } = await referred.arrival(() => page.getByRole('link').click());
      expect(url).toBe(expected.split('#')[0]);
      await expect(page).toHaveURL(expected);
    });
});

test.describe('somebody else’s cntid stays', () => {
  for (const query of ['?cntid=theirs', '?a=1&cntid=theirs&b=2', '?cntid=', '?%63ntid=theirs'])
    test(query, async ({ page, backend, referred }) => {
      await referred.land(`<a href="${backend.url}${query.replaceAll('&', '&amp;')}">Billing</a>`);
      expect((await referred.arrival(() => page.getByRole('link').click())).url).toBe(backend.url + query);
    });
});

test.describe('an id that this page wrote', () => {
  test('is not written twice', async ({ page, backend, referred }) => {
    const id = await referred.land(`<a href="${backend.url}?a=1#b">Billing</a>`);
    for (let i = 0; i < 3; i += 1) await page.getByRole('link').click({ button: 'right' });
    await expect(page.getByRole('link')).toHaveAttribute('href', `${backend.url}?a=1&cntid=${id}#b`);
  });

  test.describe('gives way', () => {
    test.use({ registrations: 2 });
    test('to the current one', async ({ page, backend, referred }) => {
      await backend.store
        .insertInto('referralprogram_referer')
        .values({ account: 1, project: 1, referralprogram: 1 })
        .execute();
      const first = await referred.land(`<a href="${backend.url}?a=1">Billing</a>`, {
        attributes: 'data-attribution="last"',
      });
      await page.getByRole('link').click({ button: 'right' });
      await expect(page.getByRole('link')).toHaveAttribute('href', `${backend.url}?a=1&cntid=${first}`);
      const second = await page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            addEventListener('billref:registered', ({ detail }: CustomEventInit<{ clickId: string }>) => {
              resolve(detail?.clickId ?? '');
            });
            history.pushState(null, '', '/other?from=1');
          }),
      );
      expect(second).not.toBe(first);
      const { url } = await referred.arrival(() => page.getByRole('link').click());
      expect(url).toBe(`${backend.url}?a=1&cntid=${second}`);
    });
  });
});

test.describe('without an id the partner goes along, and billing counts the visitor for it', () => {
  const landing = async (page: Page, address: string): Promise<void> => {
    await page.goto(address);
    await page.waitForFunction(() => window.billref);
  };
  const body = (url: string): string =>
    `<a target="_blank" href="${url}?a=%20~#b">Billing</a><form target="_blank" action="${url}"><button>Order</button></form>`;

  test('while the request is under way; then the id takes its place', async ({ page, site, backend, referred }) => {
    const answer = await holdRequests(page);
    site.show(pageWithSdk(backend.url, body(backend.url)));
    await landing(page, `${site.url}?from=2`);
    expect(await referred.arrival(() => page.getByRole('link').click())).toMatchObject({
      url: `${backend.url}?a=%20~&from=2`,
      kept: { sesid: null, partner: 2 },
    });
    expect((await referred.arrival(() => page.getByRole('button').click())).url).toBe(`${backend.url}?from=2`);
    await expect(page.getByRole('link')).toHaveAttribute('href', `${backend.url}?a=%20~&from=2#b`);

    answer();
    const { clickId = '' } = (await readyStatus(page)) as { clickId?: string };
    expect(await referred.arrival(() => page.getByRole('link').click())).toMatchObject({
      url: `${backend.url}?a=%20~&cntid=${clickId}`,
      kept: { sesid: clickId },
    });
    expect((await referred.arrival(() => page.getByRole('button').click())).url).toBe(
      `${backend.url}?cntid=${clickId}`,
    );
  });

  for (const [name, error] of [
    ['where the platform cannot be reached', 'connectionrefused'],
    ['where the request is blocked', 'blockedbyclient'],
  ] as const)
    test(`${name}, by link, form and script`, async ({ page, site, backend, referred }) => {
      await answerWith(page, (route) => route.abort(error));
      site.show(pageWithSdk(backend.url, body(backend.url)));
      const failed = page.waitForEvent('requestfailed');
      await landing(page, `${site.url}?from=2`);
      await failed;
      expect((await referred.arrival(() => page.getByRole('link').click())).url).toBe(`${backend.url}?a=%20~&from=2`);
      expect((await referred.arrival(() => page.getByRole('button').click())).url).toBe(`${backend.url}?from=2`);
      const { url, kept } = await referred.arrival(() =>
        page.evaluate((to) => {
          location.href = to;
        }, backend.url),
      );
      expect(url).toBe(`${backend.url}?from=2`);
      expect(kept).toEqual({ sesid: null, partner: 2 });
    });

  test('somebody else’s from stays', async ({ page, site, backend, referred }) => {
    await answerWith(page, ANSWERS.down);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}?from=7">Billing</a>`));
    const failed = page.waitForEvent('requestfailed');
    await landing(page, `${site.url}?from=2`);
    await failed;
    expect((await referred.arrival(() => page.getByRole('link').click())).url).toBe(`${backend.url}?from=7`);
  });
});
