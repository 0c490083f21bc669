import type { Page } from '@playwright/test';
import { ANSWERS, answerWith, holdRequests } from './billing-answers.ts';
import { expect, readyStatus, test, visit } from './fixtures.ts';
import { hasten } from './haste.ts';
import { pageWithSdk } from './site.ts';

const partner = (page: Page): Promise<string | undefined> => page.evaluate(() => window.billref?.partner());

test.describe('partner() is whose click links carry', () => {
  test('before the platform has answered, after it, and on later pages', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    const release = await holdRequests(page);
    const sent = page.waitForRequest(/registerclick/);
    await page.goto(`${site.url}?from=2`);
    await sent;
    expect(await partner(page)).toBe('2');
    release();
    expect(await readyStatus(page)).toMatchObject({ status: 'registered' });
    expect(await partner(page)).toBe('2');
    await visit(page, `${site.url}next`);
    expect(await partner(page)).toBe('2');
    expect(clicks).toHaveLength(1);
  });

  test('where the platform gives no answer', async ({ page, site, backend }) => {
    site.show(pageWithSdk(backend.url));
    await hasten(page);
    await answerWith(page, ANSWERS.down);
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'failed' });
    expect(await partner(page)).toBe('2');
  });

  for (const [attribution, counts] of [
    ['first', '2'],
    ['last', '1'],
  ] as const)
    test(`of two, the ${attribution} by attribution: ${attribution}`, async ({ page, site, backend }) => {
      await backend.addProgram(site.url, [1, 2]);
      site.show(pageWithSdk(backend.url, '', `data-attribution="${attribution}"`));
      await visit(page, `${site.url}?from=2`);
      await visit(page, `${site.url}?from=1`);
      expect(await partner(page)).toBe(counts);
    });
});

test.describe('partner() is nobody', () => {
  for (const [name, path, attributes, status] of [
    ['without a referral', '', '', 'no-referral'],
    ['of whom the platform knows nothing', '?from=1', '', 'rejected'],
    ['before the visitor has consented', '?from=2', 'data-consent="required"', 'consent-needed'],
  ] as const)
    test(name, async ({ page, site, backend }) => {
      await backend.addProgram(site.url);
      site.show(pageWithSdk(backend.url, '', attributes));
      expect(await visit(page, site.url + path)).toMatchObject({ status });
      expect(await partner(page)).toBeUndefined();
    });

  test('of an id that the vendor’s script left', async ({ page, site, backend }) => {
    site.show(pageWithSdk(backend.url));
    await page.addInitScript(() => {
      localStorage.setItem('bill_cntid', '1762745305.hvtgBc');
    });
    expect(await visit(page, site.url)).toMatchObject({ status: 'cached', clickId: '1762745305.hvtgBc' });
    expect(await partner(page)).toBeUndefined();
  });

  test('after destroy()', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    site.show(pageWithSdk(backend.url));
    await visit(page, `${site.url}?from=2`);
    await page.evaluate(() => window.billref?.destroy());
    expect(await partner(page)).toBeUndefined();
  });
});
