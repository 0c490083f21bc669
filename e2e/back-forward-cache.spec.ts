import type { Page } from '@playwright/test';
import { ANSWERS, answerAgain, answerWith } from './billing-answers.ts';
import { expect, heldId, test as base, visit } from './fixtures.ts';
import { hasten } from './haste.ts';
import { pageWithSdk } from './site.ts';

/** Playwright switches the cache off: its `goBack` waits for a load that does not come. */
const test = base.extend({
  launchOptions: [
    async ({ launchOptions }, use) => {
      await use({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
    },
    { scope: 'worker' },
  ],
});

/** Goes back to a page that the cache has kept; one that was loaded anew fails the test. */
async function goBack(page: Page, address: string): Promise<void> {
  await page.goBack({ waitUntil: 'commit' });
  await page.waitForURL(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => (window as { persisted?: boolean }).persisted);
}

const page = (billingUrl: string): string =>
  pageWithSdk(
    billingUrl,
    '<script>addEventListener("pageshow", (event) => (window.persisted = event.persisted))</script>',
  );

test.describe('a page out of the back/forward cache', () => {
  test('is kept there, sends nothing again, and still holds the click', async ({
    page: tab,
    site,
    backend,
    clicks,
  }) => {
    await backend.addProgram(site.url);
    site.show(page(backend.url));
    await visit(tab, `${site.url}?from=2`);
    const clickId = await heldId(tab);
    await visit(tab, `${site.url}next`);
    await goBack(tab, `${site.url}?from=2`);
    expect(await heldId(tab)).toBe(clickId);
    expect(clicks).toHaveLength(1);
  });

  test('tries again if its click was not registered', async ({ page: tab, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(page(backend.url));
    await hasten(tab);
    await answerWith(tab, ANSWERS.down);
    expect(await visit(tab, `${site.url}?from=2`)).toMatchObject({ status: 'failed' });
    site.show('<p>A page without the SDK</p>');
    await tab.goto(`${site.url}next`);
    await answerAgain(tab);
    expect(clicks).toHaveLength(3);
    await goBack(tab, `${site.url}?from=2`);
    await expect.poll(() => heldId(tab)).toBeDefined();
    expect(clicks).toHaveLength(4);
    expect(await backend.clicks()).toHaveLength(1);
  });
});
