import { expect, readyStatus, test } from './fixtures.ts';
import { pageWithSdk } from './site.ts';

test('a visitor without a partner’s link: no request, no storage, links untouched', async ({
  page,
  site,
  backend,
  clicks,
}) => {
  await backend.addProgram(site.url);
  site.show(pageWithSdk(backend.url, `<a href="${backend.url}?a=1">Billing</a>`));
  await page.goto(`${site.url}?utm_source=x`);

  expect(await readyStatus(page)).toEqual({ status: 'no-referral' });
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);
  await page.getByRole('link').click();
  await expect(page).toHaveURL(`${backend.url}?a=1`);
  expect(clicks).toEqual([]);
  expect(await backend.store.selectFrom('referralprogram_click').selectAll().execute()).toEqual([]);
});
