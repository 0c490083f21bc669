import { orderAndPay, registerAs } from './client.ts';
import { firstOfNextMonth } from './days.ts';
import { expect, onEachStore, readyStatus, test } from './fixtures.ts';
import { pageWithSdk } from './site.ts';

onEachStore(() => {
  test('from the partner’s link to the credited payment', async ({ page, site, backend, clicks }) => {
    const program = await backend.addProgram(site.url);
    const { store } = backend;
    const inner = '?func=register&redirect=startpage%3Dvhost%26startform%3Dvhost%252Eorder%26project%3D1';
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}${inner}">Order</a>`));

    await page.goto(`${site.url}catalog/?from=2&utm_source=x#prices`);
    const status = (await readyStatus(page)) as { status: string; clickId: string };
    expect(status).toMatchObject({ status: 'registered', partner: '2' });
    const { clickId } = status;
    expect(clicks.map((url) => url.searchParams.get('p'))).toEqual([`${site.url}?from=2`]);

    const click = store.selectFrom('referralprogram_click').selectAll();
    expect(await click.execute()).toEqual([
      expect.objectContaining({ sesid: clickId, referer_account: 2, referral_account: null, site: site.url }),
    ]);
    expect(await page.evaluate(() => localStorage.getItem('bill_cntid'))).toBe(clickId);
    await expect(page.getByRole('link')).toHaveAttribute('href', backend.url + inner);

    const [arrival] = await Promise.all([
      page.waitForRequest((request) => request.isNavigationRequest()),
      page.getByRole('link').click(),
    ]);
    expect(arrival.url()).toBe(`${backend.url}${inner}&cntid=${clickId}`);

    await registerAs(page, 'visitor@example.com');
    await expect(page).toHaveTitle(/Choose a tariff/);
    const referral = await store.selectFrom('referralprogram_referral').selectAll().executeTakeFirstOrThrow();
    expect(referral).toMatchObject({
      referer_account: 2,
      referralprogram: program,
      sesid: clickId,
      site: site.url,
      first_order_date: null,
    });
    expect(await click.executeTakeFirstOrThrow()).toMatchObject({
      referral_account: referral.referral_account,
      referralprogram: program,
    });

    await orderAndPay(page);
    const expenses = await store.selectFrom('expense').selectAll().execute();
    expect(expenses).toEqual([expect.objectContaining({ account: referral.referral_account, amount: 1290 })]);
    const ordered = await store.selectFrom('referralprogram_referral').selectAll().executeTakeFirstOrThrow();
    expect(ordered.first_order_date).toBe(expenses[0]?.cdate);
    expect(ordered.last_order_date).toBe(expenses[0]?.cdate);

    expect(await backend.maintain()).toEqual({ runs: 0, rewards: 0, payments: 0 });
    const day = firstOfNextMonth();
    expect(await backend.maintain(day)).toEqual({ runs: 1, rewards: 1, payments: 1 });
    expect(await store.selectFrom('referralprogram_reward').selectAll().execute()).toEqual([
      expect.objectContaining({
        expense: expenses[0]?.id,
        referer_account: 2,
        amount: 129,
        currency: 126,
        cdate: day,
      }),
    ]);
    expect(await store.selectFrom('payment').selectAll().execute()).toEqual([
      expect.objectContaining({
        status: 4,
        subaccountamount: 129,
        paymethodamount: 129,
        usedamount: 0,
        reward_date: day,
      }),
    ]);
    const balance = store
      .selectFrom('ledger')
      .innerJoin('subaccount', 'subaccount.id', 'ledger.subaccount')
      .where('subaccount.account', '=', 2)
      .select('amount');
    expect(await balance.execute()).toEqual([{ amount: 129 }]);

    expect(await backend.maintain(day)).toEqual({ runs: 0, rewards: 0, payments: 0 });
    expect(await balance.execute()).toEqual([{ amount: 129 }]);

    await expect.poll(() => backend.log('billmaintain.log')).toContain('createpayment');
    const date = day.replaceAll('-', '%2D');
    expect(backend.log('billmaintain.log')).toContain(
      `Request [billmaintain][root] 'func=referralprogram.createreward&out=xml&referer_account=2&referral_expense=${String(expenses[0]?.id)}&referralprogram_rule=1&reward_amount=1.29&reward_cdate=${date}'`,
    );
    expect(backend.log('billmaintain.log')).toContain(
      `'func=referralprogram.createpayment&out=xml&referer_account=2&referralprogram=${String(program)}&reward_date=${date}'`,
    );
  });
});
