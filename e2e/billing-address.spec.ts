import { registerAs } from './client.ts';
import { expect, test } from './fixtures.ts';

test('if the Website URL is the BILLmanager address, no additional actions are required (seed 000)', async ({
  page,
  backend,
}) => {
  const program = await backend.addProgram(backend.url);
  const clicks = backend.store.selectFrom('referralprogram_click').selectAll();

  await page.goto(`${backend.url}?from=2`);
  await page.reload();
  const rows = await clicks.execute();
  expect(rows).toEqual([
    expect.objectContaining({ referer_account: 2, referralprogram: program, method: 'billing', site: backend.url }),
  ]);

  await page.getByRole('link', { name: 'Register' }).first().click();
  await registerAs(page, 'visitor@example.com');
  await expect(page).toHaveTitle(/My services/);
  expect(await backend.store.selectFrom('referralprogram_referral').selectAll().execute()).toEqual([
    expect.objectContaining({ referer_account: 2, referralprogram: program, sesid: rows[0]?.sesid }),
  ]);
});

test('a request that no visitor sees registers nothing: HEAD, a prefetch, an image', async ({
  page,
  site,
  backend,
}) => {
  await backend.addProgram(backend.url);
  const link = `${backend.url}?from=2`;
  await page.request.head(link);
  await page.request.get(link, { headers: { Accept: 'text/html', 'Sec-Purpose': 'prefetch' } });
  site.show(`<img src="${link}" alt="">`);
  await page.goto(site.url, { waitUntil: 'load' });
  expect(await backend.store.selectFrom('referralprogram_click').selectAll().execute()).toEqual([]);
  expect(await backend.store.selectFrom('session').selectAll().execute()).toEqual([]);
});
