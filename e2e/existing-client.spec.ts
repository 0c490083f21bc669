import { logInAs, orderAndPay } from './client.ts';
import { expect, onEachStore, readyStatus, test } from './fixtures.ts';
import { pageWithSdk } from './site.ts';

const order = '?func=register&redirect=startpage%3Dvhost%26startform%3Dvhost%252Eorder%26project%3D1';

onEachStore(() => {
  test('a client without services and partner who arrives with a click id is linked at the first order', async ({
    page,
    site,
    backend,
  }) => {
    await backend.addProgram(site.url);
    const account = await backend.addClient('client@example.com');
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}${order}">Order</a>`));
    await page.goto(`${site.url}?from=2`);
    const { clickId } = (await readyStatus(page)) as { clickId: string };
    await page.getByRole('link').click();
    await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
    await logInAs(page, 'client@example.com');
    await expect(page).toHaveTitle(/Choose a tariff/);
    const referrals = backend.store.selectFrom('referralprogram_referral').selectAll();
    expect(await referrals.execute()).toEqual([]);

    await orderAndPay(page);
    expect(await referrals.execute()).toEqual([
      expect.objectContaining({ referral_account: account, referer_account: 2, sesid: clickId }),
    ]);
    const click = await backend.store.selectFrom('referralprogram_click').selectAll().executeTakeFirstOrThrow();
    expect(click.referral_account).toBe(account);
  });

  test('a client who has services is nobody’s new referral', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    await backend.addClient('client@example.com');
    await page.goto(`${backend.url}${order}`);
    await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
    await logInAs(page, 'client@example.com');
    await orderAndPay(page);

    site.show(pageWithSdk(backend.url, `<a href="${backend.url}${order}">Order</a>`));
    await page.goto(`${site.url}?from=2`);
    await readyStatus(page);
    await page.getByRole('link').click();
    await expect(page).toHaveTitle(/Choose a tariff/);
    await orderAndPay(page);
    expect(await backend.store.selectFrom('expense').selectAll().execute()).toHaveLength(2);
    expect(await backend.store.selectFrom('referralprogram_referral').selectAll().execute()).toEqual([]);
  });
});
