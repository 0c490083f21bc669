import type { Page } from '@playwright/test';
import type { ParameterOrder } from '../packages/sdk/src/order-links.ts';
import { addAddon } from './backend.ts';
import { registerAs } from './client.ts';
import { expect, readyStatus, test } from './fixtures.ts';
import { pageWithSdk, type Site } from './site.ts';

/** A page whose links are built by `@billref/sdk/order-links`. */
const showLinks = (site: Site, billing: string): void => {
  const order: ParameterOrder = { itemtype: 'vhost', pricelist: 1, period: 1, project: 1, addons: { 3: 2048 } };
  site.show(
    pageWithSdk(
      billing,
      `<script type="module">
        import * as build from '/order-links.js';
        const [billing, order] = ${JSON.stringify([billing, order])};
        const domains = [{ name: 'my-site.ru', pricelist: 7 }];
        const links = {
          registration: build.registrationLink(billing),
          tariffs: build.orderLink(billing, { itemtype: 'vhost', project: 1 }),
          tariff: build.orderParamLink(billing, order),
          basket: build.quickOrderLink(billing, order, 'basket'),
          payment: build.quickOrderLink(billing, order, 'payment'),
          domain: build.domainOrderLink(billing, { action: 'register', domains }),
        };
        for (const [name, href] of Object.entries(links)) {
          const link = document.createElement('a');
          Object.assign(link, { href, textContent: name });
          document.body.append(link, ' ');
        }
      </script>`,
    ),
  );
};

/** The function of billing whose page is shown. */
const shownFunction = (page: Page): string | null => new URL(page.url()).searchParams.get('func');

test.describe('after sign up the client is redirected to the order page, and belongs to the partner (seed 002)', () => {
  const pages: [link: string, func: string, title: RegExp, inBasket: number][] = [
    ['tariffs', 'vhost.order', /Choose a tariff/, 0],
    ['tariff', 'vhost.order.param', /Start/, 0],
    ['basket', 'basket', /Basket/, 1],
    ['payment', 'payment', /Payment/, 1],
    ['registration', 'dashboard', /My services/, 0],
    ['domain', 'domain.order.contact', /Domain contact/, 0],
  ];
  for (const [name, func, title, inBasket] of pages)
    test(name, async ({ page, site, backend }) => {
      await backend.addProgram(site.url);
      await addAddon(backend.store, {
        id: 3,
        pricelist: 1,
        intname: 'disk',
        name: 'Disk',
        addontype: 2,
        costs: { 1: 1 },
      });
      showLinks(site, backend.url);
      await page.goto(`${site.url}?from=2`);
      const { clickId } = (await readyStatus(page)) as { clickId: string };
      const link = page.getByRole('link', { name, exact: true });
      const href = (await link.getAttribute('href')) ?? '';
      await link.click();
      // The click is on the outer query, the order's own stays byte for byte.
      await expect(page).toHaveURL(`${href}&cntid=${clickId}`);

      await registerAs(page, 'visitor@example.com');
      await expect(page).toHaveTitle(title);
      expect(shownFunction(page)).toBe(func);
      expect(page.url()).not.toContain('cntid');
      expect(await backend.store.selectFrom('referralprogram_referral').selectAll().execute()).toEqual([
        expect.objectContaining({ referral_account: 3, referer_account: 2, sesid: clickId }),
      ]);
      expect(await backend.store.selectFrom('item').selectAll().execute()).toHaveLength(inBasket);
      expect(await backend.store.selectFrom('expense').selectAll().execute()).toEqual([]);
    });
});
