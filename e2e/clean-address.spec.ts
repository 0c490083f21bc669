import { ANSWERS, answerWith } from './billing-answers.ts';
import { expect, readyStatus, test, visit } from './fixtures.ts';
import { hasten } from './haste.ts';
import { historyFrozen } from './impaired.ts';
import { pageWithSdk } from './site.ts';

/** A page with the script that cleans the address beside the SDK's. */
const cleaning = (billingUrl: string): string =>
  `<script src="/billref.clean-address.min.js"></script>${pageWithSdk(billingUrl)}`;

test.describe('billref.clean-address.min.js takes from out of the address once the click is registered', () => {
  for (const [before, after] of [
    ['?from=2', ''],
    ['?from=2#part?x=1', '#part?x=1'],
    ['deep/page?a=%20~&from=2&flag&b=x%3Dy+z&&c#part', 'deep/page?a=%20~&flag&b=x%3Dy+z&&c#part'],
    ['?a=1&from=2', '?a=1'],
    ['?from=2&fromage=1', '?fromage=1'],
    ['?from=2&from=3&a', '?a'],
  ] as const)
    test(`${before} becomes ${after || 'nothing'}`, async ({ page, site, backend, clicks }) => {
      await backend.addProgram(site.url);
      site.show(`<script>history.replaceState({ key: 7 }, '')</script>${cleaning(backend.url)}`);
      await page.goto('about:blank');
      expect(await visit(page, site.url + before)).toMatchObject({ status: 'registered' });
      const seen = await page.evaluate(() => [location.href, history.state as unknown, history.length]);
      expect(seen).toEqual([site.url + after, { key: 7 }, 2]);
      expect(clicks).toHaveLength(1);
      await page.reload();
      expect(await readyStatus(page)).toMatchObject({ status: 'cached' });
      expect(clicks).toHaveLength(1);
    });

  test('on a second visit by the same link too', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(cleaning(backend.url));
    await visit(page, `${site.url}?from=2`);
    expect(await visit(page, `${site.url}shop?a&from=2#part`)).toMatchObject({ status: 'cached' });
    expect(page.url()).toBe(`${site.url}shop?a#part`);
    expect(clicks).toHaveLength(1);
  });

  test('and not before, so that the page can be tried again', async ({ page, site, backend }) => {
    site.show(cleaning(backend.url));
    await hasten(page);
    await answerWith(page, ANSWERS.down);
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'failed' });
    expect(page.url()).toBe(`${site.url}?from=2`);
  });

  test('where the history is frozen the click counts all the same', async ({ page, site, backend }) => {
    await backend.addProgram(site.url);
    site.show(cleaning(backend.url));
    await page.addInitScript(historyFrozen);
    await page.addInitScript(() => {
      History.prototype.replaceState = () => {
        throw new Error('frozen');
      };
    });
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
  });
});

test('without it the address stays as it is', async ({ page, site, backend }) => {
  await backend.addProgram(site.url);
  site.show(pageWithSdk(backend.url));
  await visit(page, `${site.url}?a&from=2#part`);
  expect(page.url()).toBe(`${site.url}?a&from=2#part`);
});

test('for the ES module cleanAddress is what does it', async ({ page, site, backend }) => {
  await backend.addProgram(site.url);
  site.show(`<script type="module">
    import { createBillref } from '/index.js';
    import { cleanAddress } from '/clean-address.js';
    addEventListener('billref:registered', cleanAddress);
    window.billref = createBillref({ billingUrl: '${backend.url}' });
  </script>`);
  await visit(page, `${site.url}?a&from=2#part`);
  expect(page.url()).toBe(`${site.url}?a#part`);
});
