import { ANSWERS, answerWith } from './billing-answers.ts';
import { expect, heldId, readyStatus, test, visit } from './fixtures.ts';
import { hasten } from './haste.ts';
import { cookiesBlocked, cookiesIgnored, localStorageBlocked, localStorageFull, localStorageNull } from './impaired.ts';
import { pageWithSdk } from './site.ts';

const DAY = 86_400_000;
const VENDORS = '1762745305.hvtgBc';

/** The click ids in the first of these cookies. */
const idsIn = ([cookie]: readonly { readonly value: string }[]): unknown[] =>
  (JSON.parse(decodeURIComponent(cookie?.value ?? '[]')) as { id?: string }[]).map(({ id }) => id);

test('localStorage holds the bare id under the vendor’s key, and no cookie does', async ({
  page,
  context,
  site,
  backend,
}) => {
  await backend.addProgram(site.url);
  site.show(pageWithSdk(backend.url));
  await visit(page, `${site.url}?from=2`);
  const stored = JSON.parse(await page.evaluate(() => JSON.stringify(localStorage))) as Record<string, string>;
  expect(stored.bill_cntid).toBe(await heldId(page));
  expect(Object.keys(stored).sort()).toEqual(['bill_cntid', 'billref']);
  expect(await context.cookies()).toEqual([]);
});

for (const [name, impair] of [
  ['is blocked', localStorageBlocked],
  ['is not there', localStorageNull],
  ['is full', localStorageFull],
] as const)
  test(`where localStorage ${name}, a cookie remembers`, async ({ page, context, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`));
    await page.addInitScript(impair);
    expect(await visit(page, `${site.url}deep/page?from=2`)).toMatchObject({ status: 'registered' });
    const clickId = await heldId(page);
    const cookies = await context.cookies(site.url);
    expect(cookies).toEqual([
      expect.objectContaining({ name: 'billref', path: '/', sameSite: 'Lax', domain: 'localhost' }),
    ]);
    expect(idsIn(cookies)).toEqual([clickId]);
    expect(await visit(page, site.url)).toEqual({ status: 'cached', clickId });
    expect(clicks).toHaveLength(1);
    await page.getByRole('link').click();
    await expect(page).toHaveURL(`${backend.url}?cntid=${clickId ?? ''}`);
  });

for (const [name, impair] of [
  ['are blocked', cookiesBlocked],
  ['are ignored', cookiesIgnored],
] as const) {
  test(`where localStorage is blocked and cookies ${name}, the page itself remembers`, async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`));
    await page.addInitScript(localStorageBlocked);
    await page.addInitScript(impair);
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
    const clickId = await heldId(page);
    expect(clicks).toHaveLength(1);
    await page.getByRole('link').click();
    await expect(page).toHaveURL(`${backend.url}?cntid=${clickId ?? ''}`);
  });

  test(`limitation: there the next page knows nothing (cookies ${name})`, async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await page.addInitScript(localStorageBlocked);
    await page.addInitScript(impair);
    await visit(page, `${site.url}?from=2`);
    expect(await visit(page, `${site.url}next`)).toEqual({ status: 'no-referral' });
    expect(clicks).toHaveLength(1);
  });
}

test.describe('an id that the vendor’s snippet left', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript((id) => {
      if (localStorage.length === 0) localStorage.setItem('bill_cntid', id);
    }, VENDORS);
  });

  test('is used', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`));
    expect(await visit(page, site.url)).toEqual({ status: 'cached', clickId: VENDORS });
    await page.getByRole('link').click();
    await expect(page).toHaveURL(`${backend.url}?cntid=${VENDORS}`);
    expect(clicks).toEqual([]);
  });

  for (const attribution of ['first', 'last'])
    test(`gives way to a partner’s link, attribution: ${attribution}`, async ({ page, site, backend, clicks }) => {
      await backend.addProgram(site.url);
      site.show(pageWithSdk(backend.url, '', `data-attribution="${attribution}"`));
      await visit(page, site.url);
      expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered', partner: '2' });
      const clickId = await heldId(page);
      expect(clickId).not.toBe(VENDORS);
      expect(await page.evaluate(() => localStorage.getItem('bill_cntid'))).toBe(clickId);
      await page.reload();
      expect(await readyStatus(page)).toEqual({ status: 'cached', clickId });
      expect(clicks).toHaveLength(1);
    });

  test('gives way on the very page that sees it first', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
    expect((await backend.clicks())[0]?.sesid).toBe(await heldId(page));
  });

  test('is dated by when it is first seen', async ({ page, site, backend }) => {
    site.show(pageWithSdk(backend.url));
    await visit(page, site.url);
    await page.clock.setFixedTime(Date.now() + 89 * DAY);
    expect(await visit(page, site.url)).toEqual({ status: 'cached', clickId: VENDORS });
    await page.clock.setFixedTime(Date.now() + 91 * DAY);
    expect(await visit(page, site.url)).toEqual({ status: 'no-referral' });
    expect(await heldId(page)).toBeUndefined();
    await page.reload();
    expect(await readyStatus(page)).toEqual({ status: 'no-referral' });
  });
});

test.describe('an id that is none ([\\w.~-]{4,128} are) is not used', () => {
  for (const id of ['abc', 'a'.repeat(129), '<script>', 'a b c d', 'id&x=1', '%22%22', ''])
    test(`${id.slice(0, 20)} (${id.length})`, async ({ page, site, backend, clicks }) => {
      await backend.addProgram(site.url);
      site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`));
      await page.addInitScript((value) => {
        if (localStorage.length === 0) localStorage.setItem('bill_cntid', value);
      }, id);
      expect(await visit(page, site.url)).toEqual({ status: 'no-referral' });
      expect(await heldId(page)).toBeUndefined();
      expect(clicks).toEqual([]);
      await page.getByRole('link').click();
      await expect(page).toHaveURL(backend.url);
    });

  test('nor stored, if it is what the platform answers', async ({ page, site, backend }) => {
    site.show(pageWithSdk(backend.url));
    await hasten(page);
    await answerWith(page, ANSWERS.badId);
    expect(await visit(page, `${site.url}?from=2`)).toEqual({ status: 'failed', reason: 'http' });
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('<script>');
  });
});

for (const broken of ['{', 'null', '0', '"text"', '[]', '[1]', '[null]', '[[]]', '{}', '{"version":1}'])
  test(`what others wrote under our key is not believed: ${broken}`, async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await page.addInitScript((value) => {
      if (localStorage.length === 0) localStorage.setItem('billref', value);
    }, broken);
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
    const clickId = await heldId(page);
    expect(clickId).toBeDefined();
    expect(await visit(page, site.url)).toEqual({ status: 'cached', clickId });
    expect(clicks).toHaveLength(1);
  });

for (const [place, write] of [
  [
    'localStorage',
    () => {
      localStorage.setItem('billref', '[null]');
    },
  ],
  [
    'the cookie',
    () => {
      document.cookie = 'billref=[null]';
    },
  ],
] as const)
  test(`nor does it throw into the page: [null] in ${place}`, async ({ page, site, backend }) => {
    site.show(pageWithSdk(backend.url));
    await visit(page, site.url);
    await page.evaluate(write);
    const seen = await page.evaluate(
      (url) => [window.billref?.clickId(), window.billref?.partner(), window.billref?.decorate(url)],
      backend.url,
    );
    expect(seen).toEqual([undefined, undefined, backend.url]);
  });

test.describe('cookieDomain', () => {
  const hostOf = (url: string, name: string): string => url.replace('localhost', `${name}.shop.localhost`);
  const shared = 'data-cookie-domain="shop.localhost"';

  test('shares the click between subdomains', async ({ page, context, site, backend, clicks }) => {
    const [www, blog] = [hostOf(site.url, 'www'), hostOf(site.url, 'blog')];
    await backend.addProgram(www);
    site.show(pageWithSdk(backend.url, '', shared));
    await visit(page, `${www}?from=2`);
    const clickId = await heldId(page);
    expect(await visit(page, blog)).toEqual({ status: 'cached', clickId });
    expect(clicks).toHaveLength(1);
    const cookies = await context.cookies(blog);
    expect(cookies).toEqual([expect.objectContaining({ name: 'billref', domain: '.shop.localhost' })]);
    expect(idsIn(cookies)).toEqual([clickId]);
  });

  test('and what is not registered yet', async ({ page, site, backend, clicks }) => {
    const [www, blog] = [hostOf(site.url, 'www'), hostOf(site.url, 'blog')];
    await backend.addProgram(www);
    site.show(pageWithSdk(backend.url, '', shared));
    await hasten(page);
    await answerWith(page, (route) => (clicks.length > 3 ? route.continue() : ANSWERS.down(route)));
    expect(await visit(page, `${www}?from=2`)).toMatchObject({ status: 'failed' });
    expect(await visit(page, blog)).toMatchObject({ status: 'registered', partner: '2' });
    expect(new Set(clicks.map((url) => url.searchParams.get('nonce'))).size).toBe(1);
  });

  test('without it each host has its own', async ({ page, site, backend, clicks }) => {
    const [www, blog] = [hostOf(site.url, 'www'), hostOf(site.url, 'blog')];
    await backend.addProgram(www);
    site.show(pageWithSdk(backend.url));
    await visit(page, `${www}?from=2`);
    expect(await visit(page, blog)).toEqual({ status: 'no-referral' });
    expect(clicks).toHaveLength(1);
  });

  test('a cookie that the site’s server has set stays the server’s while there is nothing new in it', async ({
    page,
    context,
    site,
    backend,
  }) => {
    const www = hostOf(site.url, 'www');
    await backend.addProgram(www);
    site.show(pageWithSdk(backend.url, '', shared));
    await visit(page, `${www}?from=2`);
    const clickId = await heldId(page);
    const click = (await context.cookies(www)).find(({ name }) => name === 'billref')?.value ?? '';
    // As README has it for Safari, whose visitor has lost localStorage meanwhile.
    await page.evaluate(() => {
      localStorage.clear();
    });
    const setCookie = `billref=${click}; Path=/; Domain=shop.localhost; Max-Age=7776000; Secure; SameSite=Strict`;
    site.show(pageWithSdk(backend.url, '', shared), { path: '/set', headers: { 'Set-Cookie': setCookie } });
    expect(await visit(page, `${www}set`)).toEqual({ status: 'cached', clickId });
    const servers = await context.cookies(www);
    expect(servers).toEqual([expect.objectContaining({ secure: true, sameSite: 'Strict', value: click })]);
    for (const path of ['', 'next', '?from=2'])
      expect(await visit(page, www + path)).toEqual({ status: 'cached', clickId });
    expect(await context.cookies(www)).toEqual(servers);
  });

  test('the cookie, and what the host itself has kept, is deleted by consent(false)', async ({
    page,
    context,
    site,
    backend,
  }) => {
    const [www, blog] = [hostOf(site.url, 'www'), hostOf(site.url, 'blog')];
    await backend.addProgram(www);
    site.show(pageWithSdk(backend.url, '', shared));
    await visit(page, `${www}?from=2`);
    await visit(page, blog);
    await page.evaluate(() => window.billref?.consent(false));
    expect(await context.cookies(www)).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  test('limitation: what another host has kept is not, and is shared again from there', async ({
    page,
    site,
    backend,
  }) => {
    const [www, blog] = [hostOf(site.url, 'www'), hostOf(site.url, 'blog')];
    await backend.addProgram(www);
    site.show(pageWithSdk(backend.url, '', shared));
    await visit(page, `${www}?from=2`);
    const clickId = await heldId(page);
    await visit(page, blog);
    await page.evaluate(() => window.billref?.consent(false));
    expect(await visit(page, blog)).toEqual({ status: 'no-referral' });
    expect(await visit(page, www)).toEqual({ status: 'cached', clickId });
    expect(await visit(page, blog)).toEqual({ status: 'cached', clickId });
  });

  for (const [attribution, partner, daysBetween] of [
    ['first', 2, 10],
    ['last', 1, 10],
    ['first', 1, 91],
  ] as const)
    test(`of two, ${attribution} takes ${partner === 2 ? 'the older' : 'the newer'}, ${daysBetween} days apart`, async ({
      page,
      site,
      backend,
      clicks,
    }) => {
      const [www, blog] = [hostOf(site.url, 'www'), hostOf(site.url, 'blog')];
      for (const url of [www, blog]) await backend.addProgram(url, [1, 2]);
      // One that www alone knows, from before the option was set.
      site.show(pageWithSdk(backend.url));
      await visit(page, `${www}?from=2`);
      site.show(pageWithSdk(backend.url, '', `${shared} data-attribution="${attribution}"`));
      await page.clock.setFixedTime(Date.now() + daysBetween * DAY);
      await visit(page, `${blog}?from=1`);
      const rows = await backend.clicks();
      const clickId = rows.find((row) => row.referer_account === partner)?.sesid;
      expect(await visit(page, www)).toEqual({ status: 'cached', clickId });
      expect(clicks).toHaveLength(2);
    });
});
