import type { Page } from '@playwright/test';
import { expect, heldId, readyStatus, test, visit } from './fixtures.ts';
import { pageWithSdk, scriptTag } from './site.ts';

/** Which of these addresses would be given the click. */
const decorated = (page: Page, addresses: readonly string[]): Promise<string[]> =>
  page.evaluate((list) => list.filter((address) => window.billref?.decorate(address).includes('cntid=')), addresses);

/** What the page is warned of. */
function warningsOf(page: Page): string[] {
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  return warnings;
}

const LISTED = [
  'https://pay.example.com/x',
  'https://a.pay.test/',
  'https://a.b.pay.test:8443/',
  '/go/billing',
  '/go/billing/eu?x',
  '/pay',
];
const UNLISTED = ['https://example.com/', 'https://pay.test.example.com/', 'https://xpay.test/', '/go', '/go/billings'];

test.describe('lists', () => {
  const lists: [string, (billingUrl: string) => string][] = [
    [
      'are comma lists in attributes',
      (url) => scriptTag(url, 'data-billing-hosts="pay.example.com, *.pay.test" data-billing-paths="/go/billing,/pay"'),
    ],
    [
      'are arrays in camel case, or comma lists, for the ES module',
      (url) => `<script type="module">
        import { createBillref } from '/index.js';
        window.billref = createBillref({
          billingUrl: new URL('${url}'),
          billingHosts: ['pay.example.com', '*.pay.test'],
          billingPaths: '/go/billing,/pay',
        });
      </script>`,
    ],
    [
      'may be set before the script comes',
      (url) => `<script>window.billref = {
        billingUrl: '${url}', billingHosts: 'pay.example.com,*.pay.test', billingPaths: ['/go/billing', '/pay'],
      }</script><script src="/billref.min.js"></script>`,
    ],
  ];
  for (const [name, html] of lists)
    test(name, async ({ page, site, backend }) => {
      await backend.addProgram(site.url);
      site.show(html(backend.url));
      const warnings = warningsOf(page);
      await visit(page, `${site.url}?from=2`);
      expect(await decorated(page, [...LISTED, ...UNLISTED])).toEqual(LISTED);
      expect(warnings).toEqual([]);
    });
});

test('the ES module takes the options by the same names', async ({ page, site, backend, clicks }) => {
  await backend.addProgram(`${site.url}shop/`, [1, 2]);
  site.show(`<script type="module">
    import { createBillref } from '/index.js';
    window.billref = createBillref({
      billingUrl: '${backend.url}', siteUrl: '${site.url}shop/', attribution: 'last', windowDays: 3,
    });
  </script>`);
  await visit(page, `${site.url}?from=2`);
  await visit(page, `${site.url}?from=1`);
  expect(clicks.map((url) => url.searchParams.get('p'))).toEqual([
    `${site.url}shop/?from=2`,
    `${site.url}shop/?from=1`,
  ]);
  expect((await backend.clicks())[1]?.sesid).toBe(await heldId(page));
});

test.describe('what is sent as the landing', () => {
  const landing = 'catalog/?a=1&from=2&b#part';
  for (const [name, options, p] of [
    ['by default: origin and partner', '', '?from=2'],
    ['mode: referral', `mode: 'referral'`, '?from=2'],
    ['mode: origin', `mode: 'origin'`, ''],
    ['mode: exact', `mode: 'exact'`, 'catalog/?a=1&from=2&b'],
    ['a function', `mode: (url) => url.origin + '/made?from=' + url.searchParams.get('from')`, 'made?from=2'],
    ['siteUrl', `siteUrl: location.origin + '/shop/?x'`, 'shop/?x&from=2'],
    ['siteUrl as a URL, which its type does not allow', `siteUrl: new URL('/shop/?x', location)`, 'shop/?x&from=2'],
  ] as const)
    test(name, async ({ page, site, backend, clicks }) => {
      site.show(`<script type="module">
        import { createBillref } from '/index.js';
        window.billref = createBillref({ billingUrl: '${backend.url}', ${options} });
      </script>`);
      await visit(page, site.url + landing);
      expect(clicks.map((url) => url.searchParams.get('p'))).toEqual([site.url + p]);
    });

  test('a function that throws: the default', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url);
    site.show(`<script type="module">
      import { createBillref } from '/index.js';
      window.billref = createBillref({ billingUrl: '${backend.url}', mode() { throw new Error('theirs') } });
    </script>`);
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
    expect(clicks.map((url) => url.searchParams.get('p'))).toEqual([`${site.url}?from=2`]);
  });
});

test.describe('injected by a tag manager, the options are found', () => {
  const ways: [string, (billingUrl: string) => string][] = [
    [
      'on the script element it made',
      (url) => `<script>
        const made = document.createElement('script');
        made.src = '/billref.min.js';
        made.dataset.billingUrl = '${url}';
        made.dataset.attribution = 'last';
        document.head.append(made);
      </script>`,
    ],
    [
      'on a tag in the page, where the script runs as text and there is no current script',
      (url) => `<script type="text/plain" data-billing-url="${url}" data-attribution="last"></script><script>
        fetch('/billref.min.js').then((response) => response.text()).then((text) => new Function(text)());
      </script>`,
    ],
    [
      'in window.billref, where there is no tag at all',
      (url) => `<script>
        window.billref = { billingUrl: '${url}', attribution: 'last' };
        fetch('/billref.min.js').then((response) => response.text()).then((text) => new Function(text)());
      </script>`,
    ],
    [
      'on its own tag, though another has some too',
      (url) => `<script type="text/plain" data-billing-url="http://127.0.0.1:1/" data-attribution="first"></script>
        <script src="/billref.min.js" data-billing-url="${url}" data-attribution="last"></script>`,
    ],
  ];
  for (const [name, html] of ways)
    test(name, async ({ page, site, backend, clicks }) => {
      await backend.addProgram(site.url, [1, 2]);
      site.show(html(backend.url));
      const warnings = warningsOf(page);
      await visit(page, `${site.url}?from=2`);
      await visit(page, `${site.url}?from=1`);
      expect(clicks).toHaveLength(2);
      expect((await backend.clicks())[1]?.sesid).toBe(await heldId(page));
      expect(warnings).toEqual([]);
    });
});

test.describe('an option that is not valid: one warning that names it, and its default', () => {
  const invalid: Record<string, string> = {
    billingHosts: 'https://pay.example.com/',
    billingPaths: 'go/billing',
    siteUrl: 'nowhere',
    mode: 'magic',
    attribution: 'middle',
    windowDays: 'soon',
    programmatic: 'maybe',
    consent: 'perhaps',
    privacyControl: 'yes',
    cookieDomain: 'a;b',
    automation: 'yes',
    transport: 'jsonp',
  };
  const attribute = (name: string): string => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

  test('each of them', async ({ page, site, backend, clicks }) => {
    await backend.addProgram(site.url, [1, 2]);
    const attributes = Object.entries(invalid).map(([name, value]) => `${attribute(name)}="${value}"`);
    site.show(pageWithSdk(backend.url, '', attributes.join(' ')));
    const warnings = warningsOf(page);
    expect(await visit(page, `${site.url}?from=2`)).toMatchObject({ status: 'registered' });
    expect(warnings.toSorted()).toEqual(
      Object.entries(invalid)
        .map(([name, value]) => `billref: invalid ${name} ${value}`)
        .toSorted(),
    );
    // The defaults: mode referral, programmatic on, attribution first, windowDays 90.
    expect(clicks[0]?.searchParams.get('p')).toBe(`${site.url}?from=2`);
    expect(page.url()).toBe(`${site.url}?from=2`);
    expect(await page.evaluate(() => window.open.toString())).not.toContain('[native code]');
    expect(await decorated(page, ['https://pay.example.com/', '/go/billing'])).toEqual([]);
    const clickId = await heldId(page);
    await visit(page, `${site.url}?from=1`);
    await page.clock.setFixedTime(Date.now() + 89 * 86_400_000);
    expect(await visit(page, site.url)).toEqual({ status: 'cached', clickId });
  });

  for (const value of ['0', '-1', '1e999x', 'NaN'])
    test(`windowDays: ${value}`, async ({ page, site, backend }) => {
      site.show(pageWithSdk(backend.url, '', `data-window-days="${value}"`));
      const warnings = warningsOf(page);
      await visit(page, site.url);
      expect(warnings).toEqual([`billref: invalid windowDays ${value}`]);
    });

  for (const value of ['', 'nowhere', 'ftp://bill.example.com/', '/billmgr'])
    test(`billingUrl: '${value}': nothing is done`, async ({ page, site, backend, clicks }) => {
      site.show(pageWithSdk(value, `<a href="${backend.url}">Billing</a>`));
      const warnings = warningsOf(page);
      expect(await visit(page, `${site.url}?from=2`)).toEqual({ status: 'failed', reason: 'inert' });
      expect(warnings).toEqual([`billref: invalid billingUrl ${value}`]);
      expect(
        await page.evaluate(() => [localStorage.length, window.billref?.clickId(), window.open.toString()]),
      ).toEqual([0, undefined, expect.stringContaining('[native code]')]);
      await page.evaluate(() => window.billref?.consent(true));
      await page.getByRole('link').click();
      await expect(page).toHaveURL(backend.url);
      expect(clicks).toEqual([]);
    });

  test('an attribute that is none of ours is no business of ours', async ({ page, site, backend }) => {
    site.show(pageWithSdk(backend.url, '', 'data-cfasync="false" data-category="marketing"'));
    const warnings = warningsOf(page);
    expect(await visit(page, site.url)).toEqual({ status: 'no-referral' });
    await readyStatus(page);
    expect(warnings).toEqual([]);
  });
});
