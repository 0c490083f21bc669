import { expect, heldId, readyStatus, test, visit } from './fixtures.ts';
import { historyFrozen, navigationAbsent } from './impaired.ts';
import { pageWithSdk, scriptTag } from './site.ts';

const routes: [string, (from: string) => void][] = [
  [
    'pushes',
    (from) => {
      history.pushState({ key: 1 }, '', `/shop?${from}`);
    },
  ],
  [
    'replaces',
    (from) => {
      history.replaceState({ key: 1 }, '', `/shop?${from}`);
    },
  ],
  [
    'sets as the hash',
    (from) => {
      location.hash = `/shop?${from}`;
    },
  ],
];

const browsers: [string, () => void][] = [
  ['by the Navigation API', () => undefined],
  ['without it, by the history', navigationAbsent],
];

for (const [browser, impair] of browsers)
  test.describe(`a single-page app: a new landing is seen ${browser}`, () => {
    for (const [name, route] of routes)
      test(`that a router ${name}, once, and no other route`, async ({ page, site, backend, clicks }) => {
        await backend.addProgram(site.url);
        site.show(pageWithSdk(backend.url));
        await page.addInitScript(impair);
        expect(await visit(page, site.url)).toEqual({ status: 'no-referral' });
        await page.evaluate(route, 'sort=price');
        const told = page.evaluate(
          () =>
            new Promise((resolve) => {
              addEventListener('billref:registered', (event) => {
                resolve((event as CustomEvent).detail);
              });
            }),
        );
        await page.evaluate(route, 'from=2');
        const status = await told;
        expect(status).toEqual({ status: 'registered', partner: '2', clickId: await heldId(page) });
        const again = page.evaluate(
          () =>
            new Promise((resolve) => {
              addEventListener('billref:cached', () => {
                resolve(location.href);
              });
            }),
        );
        // Another route of the same landing tells nothing; one that leads away and back does.
        for (const query of ['from=2&sort=price', 'sort=name', 'from=2&sort=name']) await page.evaluate(route, query);
        expect(await again).toContain('from=2&sort=name');
        expect(clicks.map((url) => url.searchParams.get('p'))).toEqual([`${site.url}?from=2`]);
      });

    test('and going back and forth over it registers nothing again', async ({ page, site, backend, clicks }) => {
      await backend.addProgram(site.url);
      site.show(pageWithSdk(backend.url));
      await page.addInitScript(impair);
      await visit(page, `${site.url}?from=2`);
      await page.evaluate(() => {
        history.pushState(null, '', '/other');
      });
      const back = page.evaluate(
        () =>
          new Promise((resolve) => {
            addEventListener('billref:cached', () => {
              resolve(location.search);
            });
          }),
      );
      await page.evaluate(() => {
        history.back();
      });
      expect(await back).toBe('?from=2');
      expect(clicks).toHaveLength(1);
    });

    test('and one that the platform refuses is not sent again by routes that keep it', async ({
      page,
      site,
      backend,
      clicks,
    }) => {
      await backend.addProgram(site.url);
      site.show(pageWithSdk(backend.url));
      await page.addInitScript(impair);
      expect(await visit(page, `${site.url}?from=999`)).toMatchObject({ status: 'rejected' });
      for (const [, route] of routes) await page.evaluate(route, 'from=999&sort=price');
      await page.evaluate(() => {
        history.pushState(null, '', '/shop?from=2');
      });
      await expect.poll(() => heldId(page)).toBeDefined();
      expect(clicks.map((url) => url.searchParams.get('p'))).toEqual([`${site.url}?from=999`, `${site.url}?from=2`]);
    });

    test('and routes of an old tab do not count as its link used again', async ({ context, page, site, backend }) => {
      await backend.addProgram(site.url, [1, 2]);
      site.show(pageWithSdk(backend.url, '', 'data-attribution="last"'));
      await context.addInitScript(impair);
      await visit(page, `${site.url}?from=1`);
      const newer = await context.newPage();
      await visit(newer, `${site.url}?from=2`);
      const held = await heldId(newer);
      await page.evaluate(() => {
        location.hash = 'prices';
        history.pushState(null, '', '/shop?from=1');
      });
      // A push without the Navigation API is seen a task later.
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
      await visit(newer, site.url);
      expect([await heldId(page), await heldId(newer)]).toEqual([held, held]);
    });

    test('and the router works as before: arguments, state, return values, a wrapper of its own', async ({
      page,
      site,
      backend,
    }) => {
      await backend.addProgram(site.url);
      site.show(`<script>
        const native = history.pushState;
        const calls = [];
        history.pushState = function (...args) {
          calls.push([this === history, args.length]);
          native.apply(this, args);
          return 'theirs';
        };
      </script>${scriptTag(backend.url)}`);
      await page.addInitScript(impair);
      await visit(page, site.url);
      const result: unknown = await page.evaluate(`[
        history.pushState({ key: 7 }, '', '/a?b#c'),
        history.replaceState({ key: 8 }, ''),
        history.state,
        location.pathname + location.search + location.hash,
        calls,
      ]`);
      expect(result).toEqual(['theirs', undefined, { key: 8 }, '/a?b#c', [[true, 3]]]);
      const refused = page.evaluate(() => {
        history.pushState(null, '', 'https://example.com/');
      });
      await expect(refused, 'what the history throws, the router gets').rejects.toThrow('SecurityError');
    });
  });

test('a router’s own use of the name from is no landing', async ({ page, site, backend, clicks }) => {
  await backend.addProgram(site.url);
  site.show(pageWithSdk(backend.url));
  await page.addInitScript(() => {
    const told: string[] = [];
    Object.defineProperty(document, 'told', { value: told });
    for (const status of ['registered', 'cached', 'no-referral', 'rejected'])
      addEventListener(`billref:${status}`, () => told.push(location.pathname));
  });
  await visit(page, `${site.url}?from=2`);
  for (const route of ['/login?from=cart', '/shop?from=2'])
    await page.evaluate((to) => {
      history.pushState(null, '', to);
    }, route);
  await expect.poll(() => page.evaluate(() => (document as { told?: unknown }).told)).toEqual(['/', '/shop']);
  expect(clicks).toHaveLength(1);
});

test('a new landing is seen though the history is frozen', async ({ page, site, backend, clicks }) => {
  await backend.addProgram(site.url);
  site.show(pageWithSdk(backend.url));
  await page.addInitScript(historyFrozen);
  await visit(page, site.url);
  await page.evaluate(() => {
    history.pushState(null, '', '/shop?from=2');
  });
  await expect.poll(() => heldId(page)).toBeDefined();
  expect(clicks).toHaveLength(1);
});

for (const [name, impairs, attributes] of [
  ['a frozen history without the Navigation API', [navigationAbsent, historyFrozen], ''],
  ['programmatic: off without the Navigation API', [navigationAbsent], 'data-programmatic="off"'],
] as const)
  test(`limitation: ${name}: a pushed landing is not seen before the next hash, back or load`, async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, '', attributes));
    for (const impair of impairs) await page.addInitScript(impair);
    await visit(page, site.url);
    // Where a push is seen its partner is known a task later, and the click has been sent.
    const partner = await page.evaluate(async () => {
      history.pushState(null, '', '/shop?from=2');
      await new Promise((resolve) => setTimeout(resolve, 10));
      await fetch('/whatever');
      return window.billref?.partner();
    });
    expect(partner).toBeUndefined();
    expect(clicks).toEqual([]);
    expect(await heldId(page)).toBeUndefined();
    await page.evaluate(() => {
      location.hash = 'part';
    });
    await expect.poll(() => heldId(page)).toBeDefined();
    expect(clicks).toHaveLength(1);
  });

test.describe('a router that strips the query before the script runs loses nothing', () => {
  for (const [name, impair] of browsers)
    test(name, async ({ page, site, backend, clicks }) => {
      await backend.addProgram(site.url);
      site.show(`<script>history.replaceState({ key: 1 }, '', '/app')</script>${scriptTag(backend.url)}`);
      await page.addInitScript(impair);
      expect(await visit(page, `${site.url}?from=2#part`)).toMatchObject({ status: 'registered', partner: '2' });
      expect(clicks.map((url) => url.searchParams.get('p'))).toEqual([`${site.url}?from=2`]);
      await page.reload();
      expect(await readyStatus(page)).toMatchObject({ status: 'cached' });
      expect(clicks).toHaveLength(1);
    });
});
