import { expect, test } from './fixtures.ts';

test.describe('a site’s own registration form calls register (seed 002)', () => {
  /** As the script of the site would: a plain form-encoded POST. */
  const register = async ([billing, partner]: readonly [string, string]): Promise<unknown> => {
    const fields = {
      func: 'register',
      sok: 'ok',
      out: 'json',
      email: 'new@example.com',
      passwd: 'a password',
      partner,
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
    expect(await page.evaluate(register, [backend.url, '2'] as const)).toMatchObject({
      doc: { 'user.id': { $: '4' }, 'account.id': { $: '3' }, ok: {} },
    });
    expect(await backend.store.selectFrom('referralprogram_referral').selectAll().execute()).toEqual([
      expect.objectContaining({ referral_account: 3, referer_account: 2, referralprogram: program, sesid: null }),
    ]);
    expect(await backend.store.selectFrom('referralprogram_click').selectAll().execute()).toEqual([]);
    expect(await page.context().cookies(backend.url)).toEqual([]);
  });

  test('a page of no program’s site cannot read the answer', async ({ page, site, backend }) => {
    await page.goto(site.url);
    await expect(page.evaluate(register, [backend.url, '2'] as const)).rejects.toThrow('Failed to fetch');
  });
});
