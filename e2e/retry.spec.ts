import { ANSWERS, answerAgain, answerWith } from './billing-answers.ts';
import { expect, heldId, nonces, readyStatus, test, visit } from './fixtures.ts';
import { hasten } from './haste.ts';
import { pageWithSdk } from './site.ts';

test.beforeEach(async ({ context }) => {
  await hasten(context);
});

test('the request: fetch with keepalive, without cookies, and no preflight', async ({ page, site, backend }) => {
  await backend.addProgram(site.url);
  site.show(pageWithSdk(backend.url));
  await page.addInitScript(() => {
    const real = window.fetch.bind(window);
    window.fetch = (input, init) => {
      (window as { headers?: unknown }).headers = [...new Headers(init?.headers).keys()];
      (window as { keepsAlive?: unknown }).keepsAlive = new Request(input, init).keepalive;
      return real(input, init);
    };
  });
  await page.context().addCookies([{ name: 'theirs', value: '1', url: backend.url, sameSite: 'Lax' }]);
  const methods: string[] = [];
  const sent = page.waitForRequest(/registerclick/);
  page.on('request', (request) => methods.push(request.method()));
  expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
  expect(await page.evaluate(() => (window as { keepsAlive?: unknown }).keepsAlive)).toBe(true);
  expect(await page.evaluate(() => (window as { headers?: unknown }).headers)).toEqual([]);
  expect(await (await sent).allHeaders()).not.toHaveProperty('cookie');
  expect(methods).not.toContain('OPTIONS');
});

const failures: [string, keyof typeof ANSWERS, string][] = [
  ['a platform that is down', 'down', 'network'],
  ['a platform that fails', 'failing', 'http'],
  ['an answer that is not the platform’s', 'maintenance', 'http'],
  ['an empty answer', 'empty', 'http'],
  ['an answer of null', 'none', 'http'],
  ['an id that is none', 'badId', 'http'],
  ['an id that is a number', 'numericId', 'http'],
];
for (const [name, answer, reason] of failures)
  test(`${name}: asked three times with one nonce, then kept for later`, async ({ page, site, backend, clicks }) => {
    site.show(pageWithSdk(backend.url));
    await answerWith(page, ANSWERS[answer]);
    expect(await visit(page, `${site.url}?from=2`)).toEqual({ status: 'failed', reason });
    expect(clicks).toHaveLength(3);
    const [nonce] = nonces(clicks);
    expect(nonces(clicks)).toEqual([nonce]);
    expect(await heldId(page)).toBeUndefined();
    expect(await page.evaluate(() => localStorage.getItem('bill_cntid'))).toBeNull();
    expect(await page.evaluate(() => JSON.stringify(localStorage))).toContain(nonce);
  });

test('no answer: each attempt ends after ten seconds', async ({ page, site, backend, clicks }) => {
  site.show(pageWithSdk(backend.url));
  await answerWith(page, ANSWERS.never);
  expect(await visit(page, `${site.url}?from=2`)).toEqual({ status: 'failed', reason: 'timeout' });
  expect(clicks).toHaveLength(3);
  expect(await page.evaluate(() => window.limits)).toEqual([10_000, 10_000, 10_000]);
});

test.describe('the pauses before the second and the third attempt are jittered, by the nonce', () => {
  for (const [name, random, pauses] of [
    ['at least 0.4 and 0.8 seconds', 0, [400, 800]],
    ['less than twice as much', 799, [799, 1599]],
  ] as const)
    test(name, async ({ page, site, backend, clicks }) => {
      site.show(pageWithSdk(backend.url));
      await page.addInitScript((value) => {
        crypto.getRandomValues = (array) => (array as unknown as Uint32Array).fill(value) as never;
      }, random);
      await answerWith(page, ANSWERS.down);
      await visit(page, `${site.url}?from=2`);
      expect(await page.evaluate(() => window.pauses)).toEqual(pauses);
      expect(clicks).toHaveLength(3);
    });
});

test('a platform that answers the second time is asked twice', async ({ page, site, backend, clicks }) => {
  await backend.addProgram(site.url);
  site.show(pageWithSdk(backend.url));
  await answerWith(page, (route) => (clicks.length > 1 ? route.continue() : ANSWERS.failing(route)));
  expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
  expect(clicks).toHaveLength(2);
  expect(nonces(clicks)).toHaveLength(1);
});

test('an answer that gets lost, and the next attempt, are one click', async ({ page, site, backend, clicks }) => {
  await backend.addProgram(site.url);
  site.show(pageWithSdk(backend.url));
  await answerWith(page, (route) => (clicks.length > 2 ? route.continue() : ANSWERS.lost(route)));
  expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
  expect(clicks).toHaveLength(3);
  expect(await backend.clicks()).toEqual([
    expect.objectContaining({ sesid: await heldId(page), nonce: nonces(clicks)[0] }),
  ]);
});

test('a refusal is an answer: nothing is asked again, nothing is kept', async ({ page, site, backend, clicks }) => {
  await backend.addProgram(site.url);
  site.show(pageWithSdk(backend.url));
  expect(await visit(page, `${site.url}?from=1`)).toEqual({ status: 'rejected', reason: 'unknown-partner' });
  expect(await visit(page, `${site.url}next`)).toEqual({ status: 'no-referral' });
  expect(clicks).toHaveLength(1);
});

test.describe('a click that could not be registered is tried again', () => {
  test('on the next page, as the same click', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`));
    await answerWith(page, ANSWERS.down);
    await visit(page, `${site.url}?from=2`);
    await answerAgain(page);
    expect(await visit(page, `${site.url}next`)).toMatchObject({ status: 'registered', partner: '2' });
    expect(clicks.map((url) => url.searchParams.get('p'))).toEqual(Array(4).fill(`${site.url}?from=2`));
    expect(nonces(clicks)).toHaveLength(1);
    expect(await backend.clicks()).toEqual([expect.objectContaining({ sesid: await heldId(page) })]);
    expect(await visit(page, `${site.url}another`)).toMatchObject({ status: 'cached' });
    expect(clicks).toHaveLength(4);
  });

  test('when the browser is online again', async ({ page, context, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await answerWith(page, ANSWERS.down);
    await visit(page, `${site.url}?from=2`);
    await context.setOffline(true);
    await answerAgain(page);
    expect(clicks).toHaveLength(3);
    await context.setOffline(false);
    await expect.poll(() => heldId(page)).toBeDefined();
    expect(clicks).toHaveLength(4);
    expect(await backend.clicks()).toHaveLength(1);
  });

  test('and where nothing waits, being online sends nothing', async ({ page, context, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await visit(page, `${site.url}?from=2`);
    const online = page.evaluate(
      () =>
        new Promise((resolve) => {
          addEventListener('online', () => setTimeout(resolve));
        }),
    );
    await context.setOffline(true);
    await context.setOffline(false);
    await online;
    await page.reload();
    expect(await readyStatus(page)).toMatchObject({ status: 'cached' });
    expect(clicks).toHaveLength(1);
  });
});
