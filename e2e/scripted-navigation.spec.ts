import type { Page } from '@playwright/test';
import { changedGlobals, rememberGlobals } from './globals.ts';
import { navigationAbsent } from './impaired.ts';
import { expect, inPage, inShadow, test } from './referred.ts';

/** What an address may have, and what must still be there afterwards. */
const QUERY = '?a=%20~&flag&redirect=x%3Dy';

/** A way to leave the page by script. */
type Way = readonly [name: string, leave: (url: string) => unknown];

test.describe('a script that leaves the page carries the click id', () => {
  const ways: Way[] = [
    ['by location = …', (url) => (location.href = url)],
    ['by window.location = …', (url) => ((window as { location: unknown }).location = url)],
    [
      'by location.assign()',
      (url) => {
        location.assign(url);
      },
    ],
    [
      'by location.replace()',
      (url) => {
        location.replace(url);
      },
    ],
    ['by navigation.navigate()', (url) => navigation.navigate(url)],
    ['by navigation.navigate() that replaces', (url) => navigation.navigate(url, { history: 'replace' })],
    ['by window.open()', (url) => window.open(url)],
    ['by window.open() with a URL', (url) => window.open(new URL(url))],
    ['by window.open() in this tab', (url) => window.open(url, '_self')],
    ['by window.open() without an opener', (url) => window.open(url, '_blank', 'noopener,noreferrer')],
    [
      'after an await',
      async (url) => {
        await fetch('/whatever');
        location.href = url;
      },
    ],
    ['after a while', (url) => setTimeout(() => (location.href = url), 10)],
    [
      'by a meta refresh',
      (url) => {
        const meta = document.createElement('meta');
        meta.httpEquiv = 'refresh';
        meta.content = `0;url=${url}`;
        document.head.append(meta);
      },
    ],
    [
      'by a click() of a link in no document',
      (url) => {
        Object.assign(document.createElement('a'), { href: url }).click();
      },
    ],
    [
      'by a click() of a link in no document that opens a tab',
      (url) => {
        Object.assign(document.createElement('a'), { href: url, target: '_blank' }).click();
      },
    ],
  ];
  for (const [name, leave] of ways)
    test(name, async ({ page, backend, referred }) => {
      const id = await referred.land('');
      expect(await referred.arrival(() => inPage(page, leave, backend.url + QUERY))).toMatchObject({
        url: `${backend.url}${QUERY}&cntid=${id}`,
        kept: { sesid: id },
      });
    });
});

test('a page that sends the visitor on by a meta refresh from the start', async ({ page, site, backend, referred }) => {
  const id = await referred.land('');
  site.show(
    `<script src="/billref.min.js" data-billing-url="${backend.url}"></script><meta http-equiv="refresh" content="0;url=${backend.url}">`,
    { path: '/leave' },
  );
  expect((await referred.arrival(() => page.goto(`${site.url}leave`).catch(() => undefined))).url).toBe(
    `${backend.url}?cntid=${id}`,
  );
});

test.describe('the history is as it would have been', () => {
  for (const [name, entries, leave] of [
    ['location = … adds an entry', 1, (url) => (location.href = url)],
    [
      'location.assign() adds an entry',
      1,
      (url) => {
        location.assign(url);
      },
    ],
    [
      'location.replace() adds none',
      0,
      (url) => {
        location.replace(url);
      },
    ],
    ['navigation.navigate() adds an entry', 1, (url) => navigation.navigate(url)],
    ['navigation.navigate() that replaces adds none', 0, (url) => navigation.navigate(url, { history: 'replace' })],
  ] as (readonly [string, number, Way[1]])[])
    test(name, async ({ page, backend, referred }) => {
      const id = await referred.land('');
      // Without a visitor's hand in it, browsers let a script add no entry that comes back to.
      await page.mouse.click(5, 5);
      const before = await page.evaluate(() => history.length);
      await referred.arrival(() => inPage(page, leave, backend.url));
      await page.waitForURL(`${backend.url}?cntid=${id}`);
      expect(await page.evaluate(() => history.length)).toBe(before + entries);
    });
});

test.describe('navigation.navigate() does what it does without the SDK', () => {
  /** What becomes of both promises, and whether the page is told of an error. */
  const settled = (page: Page, url: string): Promise<string[]> =>
    page.evaluate(async (address) => {
      const told: string[] = [];
      navigation.addEventListener('navigateerror', () => told.push('navigateerror'));
      const result = navigation.navigate(address, { state: { a: 1 }, info: 'b' });
      for (const name of ['committed', 'finished'] as const)
        result[name]?.then(
          () => told.push(`${name} with ${JSON.stringify(navigation.currentEntry?.getState())}`),
          (error: unknown) => told.push(`${name} failed with ${(error as Error).name}`),
        );
      await Promise.race([result.finished?.catch(() => undefined), fetch('/whatever').then((answer) => answer.text())]);
      await new Promise((resolve) => setTimeout(resolve));
      return told;
    }, url);

  for (const [name, address] of [
    ['to billing, which answers nothing to show', (billing: string) => `${billing}?nothing`],
    ['within the page', () => '#part'],
    ['to no address', () => 'http://'],
  ] as const)
    test(name, async ({ page, site, backend, referred }) => {
      await page.route(/\?nothing/, (route) => route.fulfill({ status: 204 }));
      await referred.land('');
      const url = address(backend.url);
      const outcome = (): Promise<unknown> => settled(page, url).catch((error: unknown) => (error as Error).name);
      const withSdk = await outcome();
      site.show('', { path: '/without' });
      await page.goto(`${site.url}without`);
      expect(withSdk).toEqual(await outcome());
    });
});

test.describe('window.open()', () => {
  test('without an address opens the same empty page', async ({ page, referred }) => {
    await referred.land('');
    for (const open of [() => window.open()?.location.href, () => window.open('')?.location.href])
      expect(await page.evaluate(open)).toBe('about:blank');
  });

  test('gives the page the window it has opened, by the name and with the features it asked for', async ({
    page,
    backend,
    referred,
  }) => {
    const id = await referred.land('');
    const popup = page.waitForEvent('popup');
    const opened = referred.arrival(async () => {
      const name = await page.evaluate((url) => window.open(url, 'bill', 'width=300,height=200')?.name, backend.url);
      expect(name).toBe('bill');
    });
    expect((await opened).url).toBe(`${backend.url}?cntid=${id}`);
    expect(await (await popup).evaluate(() => innerWidth)).toBe(300);
  });

  test('of another address is the page’s own affair', async ({ page, site, referred }) => {
    await referred.land('');
    const popup = page.waitForEvent('popup');
    await page.evaluate(() => window.open('/popup?a=%20~'));
    await expect(await popup).toHaveURL(`${site.url}popup?a=%20~`);
  });

  test('throws at the page what it would have thrown', async ({ page, referred }) => {
    await referred.land('');
    expect(
      await page.evaluate(() => {
        try {
          window.open('http://');
        } catch (error) {
          return (error as Error).name;
        }
        return undefined;
      }),
    ).toBe('SyntaxError');
  });
});

test('a navigation that the page itself prevents goes nowhere', async ({ page, backend, referred }) => {
  const id = await referred.land('');
  await page.evaluate(() => {
    navigation.addEventListener('navigate', (event) => {
      if (event.destination.url.includes('stay')) event.preventDefault();
    });
  });
  await inPage(page, (url) => (location.href = url), `${backend.url}?stay`);
  const { url } = await referred.arrival(() => inPage(page, (to) => (location.href = to), backend.url));
  expect(url).toBe(`${backend.url}?cntid=${id}`);
});

test('going back to billing is no new visit of ours: the address stays as it was', async ({
  page,
  site,
  backend,
  referred,
}) => {
  await referred.arrival(() => page.goto(`${backend.url}?earlier`));
  await referred.land('');
  expect((await referred.arrival(() => page.goBack())).url).toBe(`${backend.url}?earlier`);
  expect(page.url()).not.toContain(site.url);
});

test.describe('a referrer that the page withholds does not leak', () => {
  for (const attribute of ['rel="nofollow noreferrer"', 'referrerpolicy="no-referrer"']) {
    test(`a link with ${attribute} has the click id and no Referer`, async ({ page, backend, referred }) => {
      const id = await referred.land(`<a href="${backend.url}" ${attribute}>Billing</a>`);
      const { url, referer } = await referred.arrival(() => page.getByRole('link').click());
      expect([url, referer]).toEqual([`${backend.url}?cntid=${id}`, undefined]);
    });

    test(`limitation: a link with ${attribute} in a closed shadow root is left alone, without the click id`, async ({
      page,
      backend,
      referred,
    }) => {
      await referred.land(
        inShadow('closed', `<a style="display: block" href="${backend.url}" ${attribute}>Billing</a>`),
      );
      expect(await referred.arrival(() => page.locator('#host').click())).toMatchObject({
        url: backend.url,
        referer: undefined,
      });
    });
  }

  test('any other navigation keeps the referrer it had', async ({ page, site, backend, referred }) => {
    await referred.land('');
    const { referer } = await referred.arrival(() => inPage(page, (url) => (location.href = url), backend.url));
    expect(referer).toBe(site.url);
  });
});

test.describe('programmatic: off', () => {
  test('leaves every global alone', async ({ page, referred }) => {
    await rememberGlobals(page);
    await referred.land('', { attributes: 'data-programmatic="off"' });
    expect(await changedGlobals(page)).toEqual([]);
  });

  for (const [name, leave] of [
    ['location = …', (url: string) => (location.href = url)],
    ['window.open()', (url: string) => window.open(url)],
    ['navigation.navigate()', (url: string) => navigation.navigate(url)],
  ] as const)
    test(`limitation: ${name} carries no click id`, async ({ page, backend, referred }) => {
      await referred.land('', { attributes: 'data-programmatic="off"' });
      expect((await referred.arrival(() => inPage(page, leave, backend.url))).url).toBe(backend.url);
    });

  test('links and forms carry the click id as ever', async ({ page, backend, referred }) => {
    const id = await referred.land(
      `<a href="${backend.url}" target="_blank">Billing</a><form action="${backend.url}"><button>Order</button></form>`,
      { attributes: 'data-programmatic="off"' },
    );
    for (const role of ['link', 'button'] as const)
      expect((await referred.arrival(() => page.getByRole(role).click())).url).toBe(`${backend.url}?cntid=${id}`);
  });
});

test.describe('where the Navigation API is missing', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(navigationAbsent);
  });

  test('decorate() gives the address to go to', async ({ page, backend, referred }) => {
    const id = await referred.land('');
    expect(await page.evaluate(() => 'navigation' in window)).toBe(false);
    expect(await page.evaluate(() => window.billref?.clickId())).toBe(id);
    const { url } = await referred.arrival(() =>
      inPage(page, (to) => (location.href = window.billref?.decorate(to) ?? ''), backend.url + QUERY),
    );
    expect(url).toBe(`${backend.url}${QUERY}&cntid=${id}`);
  });

  for (const [name, go, query] of [
    ['go(url) goes to an address', (url: string) => window.billref?.go(url), QUERY],
    ['go() goes to the billing URL', () => window.billref?.go(), '?'],
  ] as const)
    test(name, async ({ page, backend, referred }) => {
      const id = await referred.land('');
      const { url } = await referred.arrival(() => inPage(page, go, backend.url + query));
      expect(url).toBe(`${backend.url}${query}&cntid=${id}`.replace('?&', '?'));
    });

  test('links, forms, window.open() and links in no document need none', async ({ page, backend, referred }) => {
    const id = await referred.land(
      `<a href="${backend.url}" target="_blank">Billing</a><form target="_blank" action="${backend.url}"><button>Order</button></form>`,
    );
    for (const use of [
      () => page.getByRole('link').click(),
      () => page.getByRole('button').click(),
      () => inPage(page, (url) => window.open(url), backend.url),
      () =>
        inPage(
          page,
          (url) => {
            Object.assign(document.createElement('a'), { href: url }).click();
          },
          backend.url,
        ),
    ])
      expect((await referred.arrival(use)).url).toBe(`${backend.url}?cntid=${id}`);
  });

  for (const [name, leave] of [
    ['location = …', (url: string) => (location.href = url)],
    [
      'location.assign()',
      (url: string) => {
        location.assign(url);
      },
    ],
    [
      'location.replace()',
      (url: string) => {
        location.replace(url);
      },
    ],
    [
      'a redirect after an await',
      async (url: string) => {
        await fetch('/whatever');
        location.href = url;
      },
    ],
    [
      'a meta refresh',
      (url: string) => {
        const meta = document.createElement('meta');
        meta.httpEquiv = 'refresh';
        meta.content = `0;url=${url}`;
        document.head.append(meta);
      },
    ],
    [
      'a link for the whole tab in a frame',
      (url: string) => {
        const frame = document.body.appendChild(document.createElement('iframe'));
        const link = frame.contentDocument?.body.appendChild(document.createElement('a'));
        Object.assign(link ?? {}, { href: url, target: '_top' });
        link?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      },
    ],
  ] as const)
    test(`limitation: ${name} carries no click id`, async ({ page, backend, referred }) => {
      await referred.land('');
      expect((await referred.arrival(() => inPage(page, leave, backend.url))).url).toBe(backend.url);
    });

  test('limitation: a link in a closed shadow root carries no click id', async ({ page, backend, referred }) => {
    await referred.land(inShadow('closed', `<a style="display: block" href="${backend.url}">Billing</a>`));
    expect((await referred.arrival(() => page.locator('#host').click())).url).toBe(backend.url);
  });

  test('history stays what routers expect of it', async ({ page, site, referred }) => {
    await referred.land('');
    expect(
      await page.evaluate(() => {
        history.pushState({ a: 1 }, '', '/pushed?a=%20~#b');
        return [history.state as unknown, location.href];
      }),
    ).toEqual([{ a: 1 }, `${site.url}pushed?a=%20~#b`]);
  });
});

test('limitation: an empty window whose location is set afterwards carries no click id', async ({
  page,
  backend,
  referred,
}) => {
  await referred.land('');
  const { url } = await referred.arrival(() =>
    inPage(
      page,
      (to) => {
        const opened = window.open('');
        if (opened) opened.location.href = to;
      },
      backend.url,
    ),
  );
  expect(url).toBe(backend.url);
});
