import { orderAndPay, registerAs } from './client.ts';
import { expect, test } from './fixtures.ts';

/**
 * A page that does what the one printed in the vendor's documentation does (seed 000), in our words: an XMLHttpRequest,
 * path and query cleared and the hash left in, the id kept under `bill_cntid`, a billing address that ends in a space.
 */
const vendorPage = (billing: string, head = ''): string => `<!doctype html>
<html>
<head>${head}<script>
  var BILLING = '${billing} ';
  if (!('bill_cntid' in localStorage)) {
    var landing = new URL(location.href);
    landing.pathname = '/';
    landing.search = '';
    var request = new XMLHttpRequest();
    request.responseType = 'json';
    request.open('GET', BILLING + '?func=referralprogram.registerclick&p=' + encodeURIComponent(landing.toString()) + '&out=xjson', true);
    request.onload = function () {
      var doc = request.response.doc;
      if (request.status === 200 && doc['cntid']) localStorage.setItem('bill_cntid', doc['cntid']['$']);
    };
    request.send(null);
  }
  function goToBilling() {
    var id = localStorage.getItem('bill_cntid');
    location.href = BILLING + (id === null ? '' : '?cntid=' + id);
  }
</script></head>
<body><input type="button" onclick="goToBilling()" value="Go to BILLmanager"></body>
</html>`;

test.describe('the page printed in the vendor’s documentation works unchanged', () => {
  test('under the browser’s default referrer policy its click has no partner, and neither has the client', async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url);
    site.show(vendorPage(backend.url));
    await page.goto(`${site.url}catalog/?from=2#prices`);
    await page.waitForFunction(() => localStorage.getItem('bill_cntid') !== null);
    expect(clicks[0]?.pathname).toBe('/billmgr%20');
    expect(clicks[0]?.searchParams.get('p')).toBe(`${site.url}#prices`);
    const rows = await backend.store.selectFrom('referralprogram_click').selectAll().execute();
    expect(rows).toEqual([expect.objectContaining({ referer_account: null, referralprogram: null })]);

    await page.getByRole('button').click();
    await page.getByRole('link', { name: 'Register' }).first().click();
    await registerAs(page, 'visitor@example.com');
    await page.getByRole('link', { name: 'Order vhost' }).click();
    await orderAndPay(page);
    expect(await backend.store.selectFrom('referralprogram_referral').selectAll().execute()).toEqual([]);
  });

  test('with its full address as the referrer, the click and the client have the right partner', async ({
    page,
    site,
    backend,
  }) => {
    const program = await backend.addProgram(site.url);
    site.show(vendorPage(backend.url, '<meta name="referrer" content="unsafe-url">'));
    await page.goto(`${site.url}catalog/?from=2#prices`);
    await page.waitForFunction(() => localStorage.getItem('bill_cntid') !== null);
    const id = await page.evaluate(() => localStorage.getItem('bill_cntid'));

    await page.getByRole('button').click();
    await expect(page).toHaveURL(/\/billmgr/);
    await page.getByRole('link', { name: 'Register' }).first().click();
    await registerAs(page, 'visitor@example.com');
    await expect(page).toHaveTitle(/My services/);
    expect(await backend.store.selectFrom('referralprogram_referral').selectAll().execute()).toEqual([
      expect.objectContaining({ referer_account: 2, referralprogram: program, sesid: id }),
    ]);
  });
});
