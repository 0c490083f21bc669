import { registerAs } from './client.ts';
import { expect, onEachStore, test } from './fixtures.ts';

onEachStore(() => {
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
});

test('a form of another site that brings a click keeps the session there is, and the click in it', async ({
  page,
  site,
  backend,
}) => {
  await backend.addProgram(backend.url);
  await page.goto(`${backend.url}?from=2`);
  await page.getByRole('link', { name: 'Register' }).first().click();
  await registerAs(page, 'visitor@example.com');
  const cookies = await page.context().cookies(backend.url);

  site.show(`<form method="post" action="${backend.url}">
    <input name="func" value="dashboard"><input name="cntid" value="1762745305.hvtgBc"><button>Go</button></form>`);
  await page.goto(site.url);
  await page.getByRole('button').click();
  await expect(page).toHaveTitle(/My services/);
  expect(await page.context().cookies(backend.url)).toEqual(cookies);
  const arrivals = await backend.store.selectFrom('session_arrival').orderBy('id').select('sesid').execute();
  expect(arrivals).toHaveLength(2);
  expect(arrivals[1]).toEqual({ sesid: '1762745305.hvtgBc' });
});
