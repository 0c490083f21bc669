import { expect, heldId, readyStatus, test, visit } from './fixtures.ts';
import { hasten } from './haste.ts';
import {
  cookiesBlocked,
  historyFrozen,
  localStorageBlocked,
  locksRefused,
  navigationAbsent,
  timeLimitsAbsent,
} from './impaired.ts';
import { pageWithSdk } from './site.ts';
import { runWithoutDom } from './without-dom.ts';

// What is thrown into any of these pages, and any rejection nobody handles, fails the test: see `pageErrors`.

test.describe('Content-Security-Policy', () => {
  const strict = `default-src 'none'; script-src 'nonce-abc'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
  const withNonce = (billingUrl: string): string =>
    pageWithSdk(billingUrl, `<a href="${billingUrl}">Billing</a>`, 'nonce="abc"');

  test('a strict one with a nonce and Trusted Types, which lets the page reach billing', async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url);
    const policy = `${strict}; connect-src ${new URL(backend.url).origin}`;
    site.show(withNonce(backend.url), { headers: { 'Content-Security-Policy': policy } });
    const violations: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') violations.push(message.text());
    });
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
    const clickId = await heldId(page);
    expect(clicks).toHaveLength(1);
    await page.getByRole('link').click();
    await expect(page).toHaveURL(`${backend.url}?cntid=${clickId ?? ''}`);
    expect(violations.filter((text) => /Content Security Policy|Trusted/.test(text))).toEqual([]);
  });

  test('one that does not: the click fails, links carry the partner', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    site.show(withNonce(backend.url), { headers: { 'Content-Security-Policy': strict } });
    await hasten(page);
    expect(await visit(page, `${site.url}?from=2`)).toEqual({ status: 'failed', reason: 'network' });
    expect(await backend.clicks()).toEqual([]);
    await page.getByRole('link').click();
    await expect(page).toHaveURL(`${backend.url}?from=2`);
  });
});

test('a sandboxed frame without an origin: the click counts, and the frame remembers', async ({
  page,
  site,
  backend,
  clicks,
}) => {
  await backend.addProgram(site.url);
  await page.route(/\/outer$/, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<iframe sandbox="allow-scripts" src="/framed?from=2"></iframe>',
    }),
  );
  // The cookie, localStorage and the locks of such a frame throw or reject of themselves.
  site.show(pageWithSdk(backend.url));
  await page.goto(`${site.url}outer`);
  await expect.poll(() => page.frames().length).toBe(2);
  const [, frame] = page.frames();
  await frame?.waitForFunction(() => window.billref);
  expect(await frame?.evaluate(() => window.billref?.ready)).toMatchObject({ status: 'registered' });
  const [click] = await backend.clicks();
  const href = await frame?.evaluate((url) => [origin, window.billref?.decorate(url)], backend.url);
  expect(href).toEqual(['null', `${backend.url}?cntid=${click?.sesid ?? ''}`]);
  expect(clicks).toHaveLength(1);
});

test('plain http on a host that is no secure context: no locks, no randomUUID', async ({
  page,
  site,
  backend,
  clicks,
}) => {
  const url = site.url.replace('localhost', 'site.test');
  await backend.addProgram(url);
  site.show(pageWithSdk(backend.url));
  expect(await visit(page, `${url}?from=2`)).toMatchObject({ status: 'registered' });
  expect(await page.evaluate(() => [isSecureContext, 'locks' in navigator, 'randomUUID' in crypto])).toEqual([
    false,
    false,
    false,
  ]);
  await page.reload();
  expect(await readyStatus(page)).toMatchObject({ status: 'cached' });
  expect(clicks).toHaveLength(1);
});

test.describe('a fetch that somebody replaced', () => {
  const broken: [string, () => void, string][] = [
    [
      'throws at once',
      () => {
        window.fetch = () => {
          throw new Error('theirs');
        };
      },
      'network',
    ],
    [
      'throws null',
      () => {
        window.fetch = () => {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- as some do
          throw null;
        };
      },
      'network',
    ],
    [
      'rejects with nothing',
      () => {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as some do
        window.fetch = () => Promise.reject();
      },
      'network',
    ],
    ['gives nothing', () => (window.fetch = () => undefined as never), 'http'],
    ['gives text', () => (window.fetch = () => Promise.resolve('ok' as never)), 'http'],
    ['gives an answer without a body', () => (window.fetch = () => Promise.resolve({ ok: true } as never)), 'http'],
    ['is no function', () => (window.fetch = 1 as never), 'network'],
    ['is not there', () => Reflect.deleteProperty(window, 'fetch'), 'network'],
  ];
  for (const [name, replace, reason] of broken)
    test(`and that ${name}: the click waits`, async ({ page, site, backend, clicks }) => {
      site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`));
      await hasten(page);
      await page.addInitScript(replace);
      const status = await visit(page, `${site.url}?from=2`);
      expect(status).toEqual({ status: 'failed', reason });
      expect(clicks).toEqual([]);
      await page.getByRole('link').click();
      await expect(page).toHaveURL(`${backend.url}?from=2`);
    });

  test('and that wraps the old one is used as fetch is', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await page.addInitScript(() => {
      const real = window.fetch.bind(window);
      window.fetch = function (this: unknown, ...args) {
        if (this !== undefined && this !== window) throw new TypeError('Illegal invocation');
        return real(...args).then((response) => response.clone());
      };
    });
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
  });
});

test.describe('a page that is not as pages should be: the click counts', () => {
  const pages: [string, (() => void)[]][] = [
    ['a frozen history', [historyFrozen]],
    ['a frozen history, and no Navigation API', [historyFrozen, navigationAbsent]],
    ['a browser that knows no time limits', [timeLimitsAbsent]],
    [
      'functions that may not be replaced',
      [
        () => {
          Object.freeze(HTMLAnchorElement.prototype);
          Object.freeze(navigation);
          Object.freeze(Object.getPrototypeOf(navigation));
          Object.defineProperty(window, 'open', { writable: false, configurable: false });
        },
      ],
    ],
    [
      'prototypes with more on them',
      [
        () => {
          Object.assign(Object.prototype, { extra: 'x', more: () => undefined });
          Object.assign(Array.prototype, { extra: 'x', more: () => undefined });
        },
      ],
    ],
    [
      'no performance entries',
      [
        () => {
          performance.getEntriesByType = () => {
            throw new Error('theirs');
          };
        },
      ],
    ],
    [
      'a console that throws',
      [
        () => {
          console.warn = () => {
            throw new Error('theirs');
          };
        },
      ],
    ],
    [
      'everything blocked at once',
      [localStorageBlocked, cookiesBlocked, locksRefused, historyFrozen, navigationAbsent, timeLimitsAbsent],
    ],
  ];
  for (const [name, impairs] of pages)
    test(name, async ({ page, site, backend, clicks }) => {
      await backend.addProgram(site.url);
      site.show(
        pageWithSdk(
          backend.url,
          `<a href="${backend.url}">Billing</a>`,
          name === 'a console that throws' ? 'data-mode="magic"' : '',
        ),
      );
      await page.addInitScript(() => {
        const caught: string[] = [];
        Object.defineProperty(document, 'caught', { value: caught });
        window.onerror = (message) => caught.push(typeof message === 'string' ? message : message.type);
        window.onunhandledrejection = ({ reason }) => caught.push(String(reason));
      });
      for (const impair of impairs) await page.addInitScript(impair);
      expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
      const clickId = await heldId(page);
      expect(clicks).toHaveLength(1);
      await page.evaluate(() => {
        history.pushState(null, '', '/elsewhere');
        window.billref?.decorate('http://');
      });
      expect(await page.evaluate(() => (document as { caught?: unknown }).caught)).toEqual([]);
      await page.getByRole('link').click();
      await expect(page).toHaveURL(`${backend.url}?cntid=${clickId ?? ''}`);
    });

  test('an element with the id billref', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(`<form id="billref"></form>${pageWithSdk(backend.url)}`);
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
    expect(clicks).toHaveLength(1);
  });
});

test('no global but billref', async ({ page, site, backend }) => {
  await backend.addProgram(site.url);
  const globals = () => page.evaluate(() => Object.getOwnPropertyNames(window));
  site.show('');
  await page.goto(`${site.url}?from=2`);
  const before = await globals();
  site.show(pageWithSdk(backend.url));
  await visit(page, `${site.url}?from=2`);
  expect((await globals()).filter((name) => !before.includes(name))).toEqual(['billref']);
});

test('imported without a DOM: nothing is done, nothing thrown, and the process may end', async () => {
  const { stdout, stderr } = await runWithoutDom(`
    import { createBillref } from '@billref/sdk';
    const billref = createBillref({ billingUrl: 'https://bill.example.com/billmgr' });
    billref.go();
    const consent = await billref.consent(true);
    const ready = await billref.ready;
    const url = 'https://bill.example.com/billmgr?a=%20';
    console.log(JSON.stringify([ready, consent, billref.clickId() ?? null, billref.decorate(url) === url]));
    billref.destroy();
  `);
  const failed = { status: 'failed', reason: 'inert' };
  expect(JSON.parse(stdout)).toEqual([failed, failed, null, true]);
  expect(stderr).toBe('');
});
