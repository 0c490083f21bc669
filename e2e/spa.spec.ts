import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { exampleFiles } from './bundle.ts';
import { registerAs } from './client.ts';
import { expect, test as base } from './fixtures.ts';
import { destination } from './frameworks.ts';

let files: Promise<Map<string, string>> | undefined;

/** A test of `examples/spa`, as it is built, with a program for its address and the partners 2 and 3. */
const test = base.extend<{ spa: { readonly url: string } }>({
  spa: async ({ backend, page: _page }, use) => {
    files ??= exampleFiles();
    const built = await files;
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const name = built.has(pathname) ? pathname : '/index.html';
      const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', html: 'text/html' };
      response.setHeader('Content-Type', `${types[name.split('.').at(-1) ?? ''] ?? 'text/plain'}; charset=utf-8`);
      response.end(
        built
          .get(name)
          // What the example is written with, for what this test has.
          ?.replaceAll('http://localhost:8081/billmgr', backend.url)
          .replaceAll('http://localhost:8080/', url),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const url = `http://localhost:${String((server.address() as AddressInfo).port)}/`;
    const referralprogram = await backend.addProgram(url);
    const account = await backend.addClient('almanac@example.com');
    const { project } = await backend.store
      .selectFrom('referralprogram_referer')
      .select('project')
      .executeTakeFirstOrThrow();
    await backend.store.insertInto('referralprogram_referer').values({ account, project, referralprogram }).execute();
    expect(account).toBe(3);
    await use({ url });
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  },
});

/** Waits for an outcome in the page's footer. @returns the click id that it shows */
async function outcome(page: Page, status: string, partner: string): Promise<string> {
  const shown = page.getByRole('status');
  await expect(shown).toHaveText(new RegExp(`^${status} · .* · partner ${partner}$`));
  return (await shown.innerText()).split(' · ')[1] ?? '';
}

/** The partner's landings that the page has registered. */
const landings = (clicks: readonly URL[]): (string | null)[] => clicks.map((click) => click.searchParams.get('p'));

test('a landing on a page deep inside registers one click, however often the visitor moves on', async ({
  page,
  spa,
  clicks,
}) => {
  await page.goto(`${spa.url}prices?from=2&utm_source=letter#prices`);
  const id = await outcome(page, 'registered', '2');
  await page.getByRole('link', { name: 'Reviews' }).click();
  await page.goBack();
  await page.reload();
  expect(await outcome(page, 'cached', '2')).toBe(id);
  expect(landings(clicks)).toEqual([`${spa.url}?from=2`]);
});

test('a router that takes the query away before billref has started loses nothing', async ({ page, spa, clicks }) => {
  await page.goto(`${spa.url}offer?from=2`);
  await outcome(page, 'registered', '2');
  await expect(page).toHaveURL(`${spa.url}prices`);
  expect(landings(clicks)).toEqual([`${spa.url}?from=2`]);
});

test('another partner’s link within the application is registered, and the first click stays in use', async ({
  page,
  spa,
  clicks,
}) => {
  await page.goto(`${spa.url}?from=2`);
  const id = await outcome(page, 'registered', '2');
  await page.getByRole('link', { name: 'Reviews' }).click();
  const answered = page.waitForResponse(/registerclick/);
  await page.getByRole('link', { name: 'See what Shop Almanac recommends' }).click();
  await (await answered).finished();
  await expect(page).toHaveURL(`${spa.url}prices?from=3`);
  expect(landings(clicks)).toEqual([`${spa.url}?from=2`, `${spa.url}?from=3`]);
  const url = await destination(page, () => page.getByRole('link', { name: 'Order Pro' }).click());
  expect(url.searchParams.getAll('cntid')).toEqual([id]);
});

test('a visitor whom only a link within the application brought to a partner belongs to that partner', async ({
  page,
  spa,
}) => {
  await page.goto(`${spa.url}reviews`);
  await page.getByRole('link', { name: 'See what Shop Almanac recommends' }).click();
  const id = await outcome(page, 'registered', '3');
  const url = await destination(page, () => page.getByRole('link', { name: 'Order Start' }).click());
  expect(url.searchParams.get('cntid')).toBe(id);
});

test.describe('a way to billing carries the click', () => {
  test('a link that the framework has rendered, up to a registration that is the partner’s', async ({
    page,
    spa,
    backend,
  }) => {
    await page.goto(`${spa.url}prices?from=2`);
    const id = await outcome(page, 'registered', '2');
    const link = page.getByRole('link', { name: 'Order Start' });
    const href = (await link.getAttribute('href')) ?? '';
    const url = await destination(page, () => link.click());
    expect(url.href).toBe(`${href}&cntid=${id}`);
    await registerAs(page, 'visitor@example.com');
    await expect
      .poll(() => backend.store.selectFrom('referralprogram_referral').selectAll().execute())
      .toMatchObject([{ referer_account: 2, sesid: id }]);
  });

  test('a link that the framework writes anew after it was used', async ({ page, spa }) => {
    await page.goto(`${spa.url}prices?from=2`);
    const id = await outcome(page, 'registered', '2');
    const link = page.getByRole('link', { name: 'Order Pro' });
    await link.click({ button: 'right' });
    await expect(link).toHaveAttribute('href', new RegExp(`cntid=${id}`));
    await page.getByLabel('Paid by the').selectOption('year');
    await expect(link).not.toHaveAttribute('href', /cntid/);
    const url = await destination(page, () => link.click());
    expect(url.searchParams.get('redirect')).toContain('period=12');
    expect(url.searchParams.getAll('cntid')).toEqual([id]);
  });

  test('a link that the framework writes anew in the link’s own click handler', async ({ page, spa }) => {
    await page.goto(`${spa.url}prices?from=2`);
    const id = await outcome(page, 'registered', '2');
    const url = await destination(page, () => page.getByRole('link', { name: 'Try Start for a year' }).click());
    expect(url.searchParams.get('redirect')).toContain('period=12');
    expect(url.searchParams.getAll('cntid')).toEqual([id]);
  });

  test('a button that calls location.assign', async ({ page, spa }) => {
    await page.goto(`${spa.url}prices?from=2`);
    const id = await outcome(page, 'registered', '2');
    const url = await destination(page, () => page.getByRole('button', { name: 'Client area' }).click());
    expect(url.searchParams.get('func')).toBe('logon');
    expect(url.searchParams.getAll('cntid')).toEqual([id]);
  });
});

test('without a partner’s link nothing is sent, and links stay as they are', async ({ page, spa, clicks }) => {
  await page.goto(`${spa.url}prices`);
  await expect(page.getByRole('status')).toHaveText('no-referral');
  const link = page.getByRole('link', { name: 'Order Pro' });
  const href = await link.getAttribute('href');
  const url = await destination(page, () => link.click());
  expect(url.href).toBe(href);
  expect(clicks).toEqual([]);
});
