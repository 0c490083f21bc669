import type { Page, Request } from '@playwright/test';
import { holdRequests } from './billing-answers.ts';
import { expect, readyStatus, test as base } from './fixtures.ts';
import { pageWithSdk } from './site.ts';

interface Slow {
  /** Lets the request for the click id through to billing. Until then the click is under way. */
  letThrough: () => void;
  /** The pages that the tab has asked for, in order. */
  visits: string[];
  /** Shows a page with the SDK, `hold`, and this in its body, to a visitor who comes by the link of partner 2. */
  land: (body: string, setUp?: string) => Promise<void>;
}

/** A visitor who is quicker than the platform, on a page whose clock the test has in hand. */
const test = base.extend<{ slow: Slow }>({
  slow: async ({ page, site, backend }, use) => {
    await backend.addProgram(site.url);
    const letThrough = await holdRequests(page);
    const visits: string[] = [];
    page.on('request', (request: Request) => {
      if (request.isNavigationRequest()) visits.push(request.url());
    });
    await page.clock.install();
    await use({
      letThrough,
      visits,
      async land(body, setUp = 'window.end = hold(window.billref)') {
        site.show(
          pageWithSdk(
            backend.url,
            `${body}<script type="module">import { hold } from '/hold.js'; ${setUp}; window.held = true;</script>`,
          ).replace('async', ''),
        );
        await page.goto(`${site.url}?from=2`);
        await page.waitForFunction(() => 'held' in window);
        // As soon as the click is under way.
        await page.waitForFunction(() => localStorage.getItem('billref')?.includes('?from=2'));
        // From here on time passes only where the test says so.
        await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1000);
        visits.length = 0;
      },
    });
    letThrough();
  },
});

const linkTo = (href: string, attributes = ''): string => `<a href="${href}" ${attributes}>Billing</a>`;

/** Clicks without Playwright's waiting for the page that may come of it. */
const click = (page: Page): Promise<void> => page.getByRole('link').click({ noWaitAfter: true });

test('a visitor who clicks before the id has arrived waits for it, and arrives with it', async ({
  page,
  backend,
  slow,
}) => {
  await slow.land(linkTo(`${backend.url}?a=%20~&flag#part`));
  await click(page);
  await page.clock.runFor(999);
  expect(slow.visits).toEqual([]);

  slow.letThrough();
  await page.waitForURL(/cntid=/);
  expect(page.url()).toMatch(/\?a=%20~&flag&cntid=[\w.~-]+#part$/);
  expect(page.url()).not.toContain('from=');
  expect(slow.visits).toHaveLength(1);
  const [row] = await backend.store.selectFrom('session_arrival').select('sesid').execute();
  expect(row?.sesid).toBe(new URL(page.url()).searchParams.get('cntid'));
});

test('and waits a second at most, then goes on with the partner', async ({ page, backend, slow }) => {
  await slow.land(linkTo(backend.url));
  await click(page);
  await page.clock.runFor(999);
  expect(slow.visits).toEqual([]);
  await page.clock.runFor(1);
  await page.waitForURL(`${backend.url}?from=2`);
  expect(slow.visits).toEqual([`${backend.url}?from=2`]);
});

test('holdMs says how long', async ({ page, backend, slow }) => {
  await slow.land(linkTo(backend.url), 'hold(window.billref, { holdMs: 200 })');
  await click(page);
  await page.clock.runFor(199);
  expect(slow.visits).toEqual([]);
  await page.clock.runFor(1);
  await page.waitForURL(`${backend.url}?from=2`);
});

test.describe('waits as well', () => {
  const uses: [string, (billing: string) => string, (page: Page) => Promise<void>][] = [
    ['the Enter key', linkTo, (page) => page.getByRole('link').press('Enter', { noWaitAfter: true })],
    [
      'a link in a shadow root',
      (billing) => `<p><template shadowrootmode="open">${linkTo(billing)}</template></p>`,
      (page) => page.getByText('Billing').click({ noWaitAfter: true }),
    ],
    [
      'an SVG link',
      (billing) => `<svg><a href="${billing}"><text y="20">Billing</text></a></svg>`,
      (page) => page.getByText('Billing').click({ noWaitAfter: true }),
    ],
  ];
  for (const [name, body, use] of uses)
    test(name, async ({ page, backend, slow }) => {
      await slow.land(body(backend.url));
      await use(page);
      await page.clock.runFor(999);
      expect(slow.visits).toEqual([]);
      await page.clock.runFor(1);
      await page.waitForURL(`${backend.url}?from=2`);
    });
});

test('a second click says where to, and starts no second wait', async ({ page, backend, slow }) => {
  await slow.land(`<a href="${backend.url}?a=1">One</a> <a href="${backend.url}?a=2">Two</a>`);
  await page.getByText('One').click({ noWaitAfter: true });
  await page.clock.runFor(600);
  await page.getByText('One').click({ noWaitAfter: true });
  await page.clock.runFor(300);
  await page.getByText('Two').click({ noWaitAfter: true });
  await page.clock.runFor(99);
  expect(slow.visits).toEqual([]);
  await page.clock.runFor(1);
  await page.waitForURL(`${backend.url}?a=2&from=2`);
  expect(slow.visits).toEqual([`${backend.url}?a=2&from=2`]);
});

test.describe('not held is', () => {
  test('what opens elsewhere: a click with Ctrl, a middle click, target=_blank', async ({ page, backend, slow }) => {
    await slow.land(`${linkTo(backend.url)} <a href="${backend.url}" target="_blank">New tab</a>`);
    const uses: (() => Promise<void>)[] = [
      () => page.getByText('Billing').click({ modifiers: ['Control'] }),
      () => page.getByText('Billing').click({ button: 'middle' }),
      () => page.getByText('New tab').click(),
    ];
    for (const use of uses) {
      const tab = page.context().waitForEvent('page');
      await use();
      await (await tab).waitForURL(`${backend.url}?from=2`);
      await (await tab).close();
    }
    expect(slow.visits).toEqual([]);
  });

  test('a link that leads elsewhere, were it to name the partner', async ({ page, site, slow }) => {
    await slow.land(linkTo('/shop?from=2'));
    await click(page);
    await page.waitForURL(`${site.url}shop?from=2`);
    expect(slow.visits).toEqual([`${site.url}shop?from=2`]);
  });

  test('a link that withholds the referrer, which stays withheld', async ({ page, backend, slow }) => {
    await slow.land(linkTo(backend.url, 'rel="noreferrer"'));
    const request = page.waitForRequest(`${backend.url}?from=2`);
    await click(page);
    await page.waitForURL(`${backend.url}?from=2`);
    expect(await (await request).allHeaders()).not.toHaveProperty('referer');
  });

  test('a click that the page prevents, however late', async ({ page, backend, slow }) => {
    await slow.land(
      linkTo(backend.url),
      `hold(window.billref); addEventListener('click', (event) => { event.preventDefault(); });`,
    );
    await click(page);
    await page.clock.runFor(5000);
    slow.letThrough();
    await readyStatus(page);
    expect(await page.evaluate(() => window.billref?.clickId())).toBeDefined();
    expect(slow.visits).toEqual([]);
  });

  test('a visitor who has an earlier click’s id while another is under way', async ({ page, backend, slow }) => {
    await page.addInitScript(() => {
      localStorage.setItem('bill_cntid', '1762745305.hvtgBc');
    });
    await slow.land(linkTo(backend.url));
    await click(page);
    await page.waitForURL(/cntid=1762745305\.hvtgBc/);
  });

  test('anybody, once the id is there or there is none to come', async ({ page, site, backend, slow }) => {
    await slow.land(linkTo(backend.url));
    slow.letThrough();
    await readyStatus(page);
    await page.evaluate(() => {
      // Last of all listeners: whether the browser is left to follow the link.
      document.addEventListener('click', () => {
        addEventListener('click', (event) => {
          sessionStorage.setItem('prevented', String(event.defaultPrevented));
        });
      });
    });
    await click(page);
    await page.waitForURL(/cntid=/);

    await page.goto(site.url);
    expect(await page.evaluate(() => sessionStorage.getItem('prevented'))).toBe('false');
    await page.evaluate(() => {
      localStorage.clear();
    });
    await page.goto(site.url);
    expect(await readyStatus(page)).toEqual({ status: 'no-referral' });
    await click(page);
    await page.waitForURL(backend.url);
  });
});

test('a visitor who sets out another way meanwhile is not carried off', async ({ page, site, backend, slow }) => {
  await slow.land(`${linkTo(backend.url)} <button onclick="location.href = '/price-list'">Download</button>`);
  // The page stays, as it does for a download.
  await page.route(/price-list/, (route) => route.fulfill({ status: 204 }));
  await click(page);
  const answered = page.waitForResponse(/price-list/);
  await page.getByRole('button').click({ noWaitAfter: true });
  await answered;
  await page.clock.runFor(5000);
  slow.letThrough();
  await readyStatus(page);
  await expect(page).toHaveURL(`${site.url}?from=2`);
  expect(slow.visits).toEqual([`${site.url}price-list`]);

  await click(page);
  await page.waitForURL(/cntid=/);
});

test('after coming back by the back button the link works as before', async ({ page, site, backend, slow }) => {
  await slow.land(linkTo(backend.url));
  await click(page);
  await page.clock.runFor(1000);
  await page.waitForURL(`${backend.url}?from=2`);
  await page.goBack();
  await expect(page).toHaveURL(`${site.url}?from=2`);
  await page.waitForFunction(() => 'held' in window && window.billref?.partner() === '2');
  await click(page);
  await page.clock.runFor(1000);
  await page.waitForURL(`${backend.url}?from=2`);
});

test('when it is ended, one who waits goes on at once, and nobody waits any more', async ({ page, backend, slow }) => {
  await slow.land(linkTo(backend.url));
  await click(page);
  expect(slow.visits).toEqual([]);
  await page.evaluate(() => {
    (window as unknown as { end: () => void }).end();
  });
  await page.waitForURL(`${backend.url}?from=2`);

  await slow.land(linkTo(backend.url), 'hold(window.billref)()');
  await click(page);
  await page.waitForURL(`${backend.url}?from=2`);
});
