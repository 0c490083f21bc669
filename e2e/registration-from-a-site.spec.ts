import { expect, test } from './fixtures.ts';

test.describe('a site’s own registration form calls register (seed 002)', () => {
  const register = (billing: string, fields: Record<string, string>) =>
    fetch(billing, {
      method: 'POST',
      body: new URLSearchParams({ func: 'register', sok: 'ok', out: 'json', passwd: 'a good password', ...fields }),
    }).then((response) => response.json() as Promise<{ doc: Record<string, unknown> }>);

  test('with the partner alone: linked, and no click row', async ({ page, site, backend }) => {
    const program = await backend.addProgram(site.url);
    await page.goto(site.url);
    const { doc } = await page.evaluate(
      ([source, billing]) =>
        (new Function(`return ${source}`)() as typeof register)(billing, { email: 'new@example.com', partner: '2' }),
      [register.toString(), backend.url] as const,
    );
    expect(doc).toMatchObject({
      'user.id': { $: expect.any(String) as unknown },
      'account.id': { $: expect.any(String) as unknown },
      ok: {},
    });
    expect(await backend.store.selectFrom('referralprogram_referral').selectAll().execute()).toEqual([
      expect.objectContaining({ referer_account: 2, referralprogram: program, sesid: null }),
    ]);
    expect(await backend.store.selectFrom('referralprogram_click').selectAll().execute()).toEqual([]);
    expect(await page.context().cookies(backend.url)).toEqual([]);
  });

  test('a page of no program’s site cannot read the answer', async ({ page, site, backend }) => {
    await page.goto(site.url);
    const failed = await page.evaluate(
      ([source, billing]) =>
        (new Function(`return ${source}`)() as typeof register)(billing, { email: 'x@example.com' }).then(
          () => 'read',
          () => 'refused',
        ),
      [register.toString(), backend.url] as const,
    );
    expect(failed).toBe('refused');
  });
});
