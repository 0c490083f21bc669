import { expect, readyStatus, test } from './fixtures.ts';
import { pageWithSdk } from './site.ts';

test.describe('a site’s own registration form calls register (seed 002)', () => {
  /** As the script of the site would: a plain form-encoded POST. */
  const register = async ([billing, referral]: readonly [string, Record<string, string>]): Promise<unknown> => {
    const fields = {
      func: 'register',
      sok: 'ok',
      out: 'json',
      email: `${Math.random().toString(36)}@example.com`,
      passwd: 'a password',
      ...referral,
    };
    const response = await fetch(billing, { method: 'POST', body: new URLSearchParams(fields) });
    return response.json();
  };

  test('with the partner alone: linked, no click row, and no session in the browser', async ({
    page,
    site,
    backend,
  }) => {
    const program = await backend.addProgram(site.url);
    await page.goto(site.url);
    expect(await page.evaluate(register, [backend.url, { partner: '2' }] as const)).toMatchObject({
      doc: { 'user.id': { $: '4' }, 'account.id': { $: '3' }, ok: {} },
    });
    expect(await backend.store.selectFrom('referralprogram_referral').selectAll().execute()).toEqual([
      expect.objectContaining({ referral_account: 3, referer_account: 2, referralprogram: program, sesid: null }),
    ]);
    expect(await backend.store.selectFrom('referralprogram_click').selectAll().execute()).toEqual([]);
    expect(await page.context().cookies(backend.url)).toEqual([]);
  });

  test('with a sesid that is blank or unknown: registered, linked to nobody', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    await page.goto(site.url);
    for (const sesid of ['', ' ', '1762745305.hvtgBc', 'undefined'])
      expect(await page.evaluate(register, [backend.url, { sesid }] as const)).toHaveProperty('doc.ok');
    expect(await backend.store.selectFrom('referralprogram_referral').selectAll().execute()).toEqual([]);
    expect(await backend.store.selectFrom('account').selectAll().execute()).toHaveLength(6);
  });

  test('with a sesid that is spent: linked to the same partner, the click’s row as it was', async ({
    page,
    site,
    backend,
  }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await page.goto(`${site.url}?from=2`);
    const { clickId: sesid } = (await readyStatus(page)) as { clickId: string };
    const click = () => backend.store.selectFrom('referralprogram_click').selectAll().execute();
    expect(await page.evaluate(register, [backend.url, { sesid }] as const)).toHaveProperty('doc.ok');
    const spent = await click();
    expect(spent).toEqual([expect.objectContaining({ sesid, referral_account: 3 })]);

    expect(await page.evaluate(register, [backend.url, { sesid }] as const)).toHaveProperty('doc.ok');
    expect(await click()).toEqual(spent);
    expect(
      await backend.store.selectFrom('referralprogram_referral').orderBy('referral_account').selectAll().execute(),
    ).toEqual([
      expect.objectContaining({ referral_account: 3, referer_account: 2, sesid }),
      expect.objectContaining({ referral_account: 4, referer_account: 2, sesid }),
    ]);
  });

  test('a page of no program’s site cannot read the answer', async ({ page, site, backend }) => {
    await page.goto(site.url);
    await expect(page.evaluate(register, [backend.url, { partner: '2' }] as const)).rejects.toThrow('Failed to fetch');
  });
});
