import { ANSWERS, answerWith } from './billing-answers.ts';
import { registerAs } from './client.ts';
import { expect, readyStatus, test } from './fixtures.ts';
import { pageWithSdk } from './site.ts';

test.describe('a click that is not registered: the page works, and its status says why', () => {
  test('the partner takes part in no program of this site', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}?a=1">Billing</a>`));
    await page.goto(`${site.url}?from=1`);
    expect(await readyStatus(page)).toEqual({ status: 'rejected', reason: 'unknown-partner' });
    await page.getByRole('link').click();
    await expect(page).toHaveURL(`${backend.url}?a=1`);
    expect(await backend.store.selectFrom('referralprogram_click').selectAll().execute()).toEqual([]);
    expect(backend.log('counter.log')).toContain('&refused=unknown%2Dpartner&from=1');
  });

  test('no program has this Website URL: both addresses are told, in the answer and in counter.log', async ({
    page,
    site,
    backend,
  }) => {
    await backend.addProgram(`${site.url}shop/`);
    site.show(pageWithSdk(backend.url));
    const answer = page.waitForResponse(/registerclick/);
    await page.goto(`${site.url}?from=2`);
    expect(await readyStatus(page)).toEqual({ status: 'rejected', reason: 'url-mismatch' });
    expect(await (await answer).json()).toMatchObject({
      doc: {
        reason: { $: 'url-mismatch' },
        p: { $: `${site.url}?from=2` },
        url: { $: `${site.url}shop/` },
      },
    });
    const line = backend.log('counter.log');
    expect(line).toContain(`&p=${encodeURIComponent(`${site.url}?from=2`)}&refused=url%2Dmismatch`);
    expect(line).toContain(`&url=${encodeURIComponent(`${site.url}shop/`)}'`);
    expect(await backend.store.selectFrom('referralprogram_click').selectAll().execute()).toEqual([]);
  });

  test('a from that is no partner’s id is no landing: nothing is sent, nothing stored', async ({
    page,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}">Billing</a>`));
    await page.goto(`${site.url}?from=newsletter`);
    expect(await readyStatus(page)).toEqual({ status: 'no-referral' });
    expect(clicks).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await page.getByRole('link').click();
    await expect(page).toHaveURL(/\/billmgr$/);
  });

  test('the platform is down: links carry the partner, and a platform that is back links by it', async ({
    page,
    site,
    backend,
  }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url, `<a href="${backend.url}?func=register">Billing</a>`));
    await answerWith(page, ANSWERS.down);
    await page.goto(`${site.url}?from=2`);
    expect(await readyStatus(page)).toEqual({ status: 'failed', reason: 'network' });
    expect(await page.evaluate(() => localStorage.getItem('bill_cntid'))).toBeNull();

    await page.getByRole('link').click();
    await expect(page).toHaveURL(`${backend.url}?func=register&from=2`);
    await registerAs(page, 'visitor@example.com');
    await expect(page).toHaveTitle(/My services/);
    expect(await backend.store.selectFrom('referralprogram_referral').selectAll().execute()).toEqual([
      expect.objectContaining({ referer_account: 2, sesid: null, site: null }),
    ]);
    expect(await backend.store.selectFrom('referralprogram_click').selectAll().execute()).toEqual([]);
  });

  test('nothing answers at all', async ({ page, site, backend }) => {
    await backend.stop();
    site.show(pageWithSdk(backend.url));
    await page.goto(`${site.url}?from=2`);
    expect(await readyStatus(page)).toEqual({ status: 'failed', reason: 'network' });
  });
});
