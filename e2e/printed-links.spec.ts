import type { Page } from '@playwright/test';
import { addAddon, addTariff, type Backend, PASSWORD } from './backend.ts';
import { logInAs, registerAs } from './client.ts';
import { expect, test } from './fixtures.ts';

/** What the documentation writes in capitals, and what stands for it here. */
const NAMES: Readonly<Record<string, string>> = {
  ITEMTYPE_INTNAME: 'vhost',
  PRICELIST_ID: '2',
  PERIOD_ID: '3',
  PROJECT_ID: '1',
  PROMOCODE: 'GO-2',
};

/** A link of seed 002 as it is printed, less `https://DOMAIN/billmgr`, with its names filled in. */
function filledIn(printed: string, names: Readonly<Record<string, string>> = {}): string {
  const all = Object.entries({ ...NAMES, ...names });
  const named = all.reduce((link, [name, value]) => link.replaceAll(name, value), printed);
  return named.replace(/addon_N(=|%3D)xxx/, 'addon_3$12048').replace(/addon_N(=|%3D)xxx/, 'addon_5$115');
}

/** Tariff 2 of the seed's example, for three months, with add-ons 3 and 5; one that is not sold any more; domains. */
async function sell({ store }: Backend): Promise<void> {
  const project = 1;
  await addTariff(store, { id: 2, project, name: 'Business', itemtype: 'vhost', costs: { 3: 3000 } });
  const of = { pricelist: 2, addontype: 2 as const };
  await addAddon(store, { ...of, id: 3, intname: 'disk', name: 'Disk space', costs: { 3: 1 } });
  await addAddon(store, { ...of, id: 5, intname: 'web_domain', name: 'Web domain limit', costs: { 3: 10 } });
  await addTariff(store, { id: 4, project, name: 'Old', itemtype: 'vhost', costs: { 1: 100 }, enabled: 0 });
  await addTariff(store, { id: 6, project, name: '.ru', itemtype: 'domain', costs: { 12: 1200 } });
}

const shownFunction = (page: Page): string | null => new URL(page.url()).searchParams.get('func');

/** 30.00 for the tariff, 20.48 for the disk space and 1.50 for the domains. */
const TOTAL = '51.98 EUR';

const inBasket = async (page: Page): Promise<void> => {
  await expect(page.getByText('Disk space: 2048')).toBeVisible();
  await expect(page.getByText('Web domain limit: 15')).toBeVisible();
  await expect(page.getByRole('row', { name: `Total ${TOTAL}` })).toBeVisible();
};

const withParameters = async (page: Page): Promise<void> => {
  await expect(page.getByLabel('Disk space')).toHaveValue('2048');
  await expect(page.getByLabel('Web domain limit')).toHaveValue('15');
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await inBasket(page);
};

/** The mistakes in the seed's words on these links. */
const misspelt = (link: string): string => link.replace('startform', 'starform').replace('quickorder', 'quickforder');

const CART =
  '?func=register&redirect=startpage%3DITEMTYPE_INTNAME%26startform%3Dquickorder%26pricelist%3DPRICELIST_ID%26period%3DPERIOD_ID%26project%3D1%26addon_N%3Dxxx%26addon_N%3Dxxx%26redirect%3Dbasket';
const PAYMENT =
  '?func=register&redirect=startpage%3DITEMTYPE_INTNAME%26startform%3Dquickorder%26pricelist%3DPRICELIST_ID%26period%3DPERIOD_ID%26project%3D1%26addon_N%3Dxxx%26addon_N%3Dxxx%26redirect%3Dpayment';

const orders: readonly {
  name: string;
  link: string;
  func: string;
  title: RegExp;
  shows: (page: Page) => Promise<void>;
}[] = [
  {
    name: 'redirect to tariff plan order page',
    link: '?func=register&redirect=startpage%3DITEMTYPE_INTNAME%26startform%3DITEMTYPE_INTNAME%252Eorder%26pricelist%3DPRICELIST_ID%26project%3DPROJECT_ID',
    func: 'vhost.order',
    title: /Choose a tariff/,
    shows: async (page) => {
      await expect(page.getByText('Business')).toBeVisible();
      await expect(page.getByRole('link', { name: 'Choose' })).toHaveCount(1);
    },
  },
  {
    name: 'redirect to shared hosting specific tariff plan order page',
    link: '?func=register&redirect=startpage%3Dvhost%26startform%3Dvhost%252Eorder%26project%3D1',
    func: 'vhost.order',
    title: /Choose a tariff/,
    shows: (page) => expect(page.getByRole('link', { name: 'Choose' })).toHaveCount(2),
  },
  {
    name: 'redirect to shared hosting order page with specific parameters, whose add-ons have a raw =',
    link: '?func=register&redirect=startpage%3Dvhost%26startform%3DITEMTYPE_INTNAME%252Eorder%252Eparam%26pricelist%3DPRICELIST_ID%26period%3DPERIOD_ID%26project%3DPROJECT_ID%26addon_N=xxx%26addon_N=xxx',
    func: 'vhost.order.param',
    title: /Business/,
    shows: withParameters,
  },
  {
    name: 'the example of shared hosting with id 2, 15 web domains and 2048 of disk space',
    link: '?func=register&redirect=startpage%3Dvhost%26startform%3Dvhost%252Eorder%252Eparam%26pricelist%3D2%26period%3D3%26project%3D1%26addon_3=2048%26addon_5=15',
    func: 'vhost.order.param',
    title: /Business/,
    shows: withParameters,
  },
  { name: 'redirect to the cart', link: CART, func: 'basket', title: /Basket/, shows: inBasket },
  { name: 'redirect to payment method page', link: PAYMENT, func: 'payment', title: /Payment/, shows: inBasket },
  {
    name: 'redirect to the cart by starform and quickforder',
    link: misspelt(CART),
    func: 'basket',
    title: /Basket/,
    shows: inBasket,
  },
  {
    name: 'redirect to payment method page by starform and quickforder',
    link: misspelt(PAYMENT),
    func: 'payment',
    title: /Payment/,
    shows: inBasket,
  },
  {
    name: 'the domain order, which checks one domain and selects another: the client sees both',
    link: '?func=register&redirect=startpage%3Ddomain%26startform%3Ddomain.order.contact%26checked_domain%3Dexample____________ru%253A1%253APRICELIST_ID%253A1%252C%26domain_action%3Dregister%26domain_name%3Dexample.ru%26period%3D12%26selected_domain%3Dazcol18____________ru%26selected_pricelist%3DPRICELIST_ID',
    func: 'domain.order.contact',
    title: /Domain contact/,
    shows: async (page) => {
      await expect(page.getByLabel(/example\.ru/)).toBeChecked();
      await expect(page.getByLabel(/azcol18\.ru/)).not.toBeChecked();
      await page.getByLabel('E-mail').fill('owner@example.com');
      await page.getByRole('button', { name: 'Add to basket' }).click();
      await expect(page).toHaveTitle(/Basket/);
      await expect(page.getByText('example.ru')).toBeVisible();
      await expect(page.getByText('azcol18.ru')).toHaveCount(0);
      await expect(page.getByRole('row', { name: 'Total 12.00 EUR' })).toBeVisible();
    },
  },
];

test.describe('a printed order link lands on the page it promises (seed 002)', () => {
  for (const { name, link, func, title, shows } of orders)
    for (const [through, enter] of [
      ['registration', (page: Page) => registerAs(page, 'visitor@example.com')],
      [
        'login',
        async (page: Page) => {
          await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
          await logInAs(page, 'somebody@example.com');
        },
      ],
    ] as const)
      test(`${name}, through ${through}`, async ({ page, backend }) => {
        await sell(backend);
        await page.goto(backend.url + filledIn(link, func.startsWith('domain') ? { PRICELIST_ID: '6' } : {}));
        await expect(page).toHaveTitle(/Register/);
        await enter(page);
        await expect(page).toHaveTitle(title);
        expect(shownFunction(page)).toBe(func);
        await shows(page);
        expect(await backend.store.selectFrom('expense').selectAll().execute()).toEqual([]);
      });
});

test('a cart that was filled by the link is not filled again when it is followed again', async ({ page, backend }) => {
  await sell(backend);
  await page.goto(backend.url + filledIn(CART));
  await registerAs(page, 'visitor@example.com');
  await expect(page).toHaveTitle(/Basket/);
  await page.goto(backend.url + filledIn(CART));
  await expect(page).toHaveTitle(/Basket/);
  await inBasket(page);
});

test('a link that would put a domain into the cart without naming it asks for the name first', async ({
  page,
  backend,
}) => {
  await sell(backend);
  const link = '?func=register&redirect=startpage%3Ddomain%26startform%3Dquickorder%26pricelist%3D6%26period%3D12';
  await page.goto(backend.url + link);
  await registerAs(page, 'visitor@example.com');
  await expect(page.getByRole('alert')).toContainText('domain_name');
  await page.getByLabel('Domain').fill('my-site.ru');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveTitle(/Domain contact/);
  await expect(page.getByLabel(/my-site\.ru/)).toBeChecked();
  await page.getByLabel('E-mail').fill('owner@example.com');
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await expect(page).toHaveTitle(/Basket/);
  await expect(page.getByText('my-site.ru')).toBeVisible();
  await expect(page.getByRole('row', { name: 'Total 12.00 EUR' })).toBeVisible();
});

test('the order links that the list of tariffs prints open the form, each with its period chosen', async ({
  page,
  backend,
}) => {
  const prices = [
    ['-100', '0.00 EUR / trial'],
    ['-50', '0.50 EUR / 1 day'],
    ['0', '500.00 EUR / lifetime'],
    ['1', '10.00 EUR / 1 month'],
    ['12', '90.00 EUR / 12 months'],
  ] as const;
  const costs = { '-100': 0, '-50': 50, 0: 50_000, 1: 1000, 12: 9000 };
  const pricelist = await addTariff(backend.store, { project: 1, name: 'Business', itemtype: 'vhost', costs });
  const query = new URLSearchParams({ func: 'pricelist', out: 'xjson', authinfo: `admin@example.com:${PASSWORD}` });
  const { doc } = (await (await fetch(`${backend.url}?${query.toString()}`)).json()) as {
    doc: { elem: { id: { $: string }; paramlink: { $period: string; $: string }[] }[] };
  };
  const links = doc.elem.find(({ id }) => id.$ === String(pricelist))?.paramlink ?? [];
  expect(links.map(({ $period }) => $period)).toEqual(prices.map(([period]) => period));

  await page.goto(backend.url + filledIn('?func=register'));
  await registerAs(page, 'visitor@example.com');
  await expect(page).toHaveTitle(/My services/);
  for (const [index, { $: link }] of links.entries()) {
    await page.goto(link);
    await expect(page).toHaveTitle(/Business/);
    expect(shownFunction(page)).toBe('vhost.order.param');
    await expect(page.locator('.price')).toHaveText(prices[index]?.[1] ?? '');
    await page.getByRole('button', { name: 'Add to basket' }).click();
    await expect(page).toHaveTitle(/Basket/);
  }
  await expect(page.getByRole('row', { name: 'Total 600.50 EUR' })).toBeVisible();
});

test.describe('the other printed links (seed 002)', () => {
  test('registration in BILLmanager', async ({ page, backend }) => {
    await page.goto(`${backend.url}?func=register`);
    await registerAs(page, 'visitor@example.com');
    await expect(page).toHaveTitle(/My services/);
  });

  test('client registration, then client authorization', async ({ page, backend }) => {
    await page.goto(
      `${backend.url}?func=register&sok=ok&email=user@example.com&passwd=q1w2e3&realname=John Wick&phone=71234567788`,
    );
    await expect(page).toHaveTitle(/My services/);
    await expect(page.getByText('John Wick')).toBeVisible();
    await page.getByRole('link', { name: 'Log out' }).click();
    await page.goto(
      backend.url + filledIn('?username=user@example.com&password=q1w2e3&lang=ru&project=PROJECT_ID&func=auth'),
    );
    await expect(page).toHaveTitle(/My services/);
    await expect(page.getByText('John Wick')).toBeVisible();
  });

  test('tariff plans information, for anybody', async ({ page, backend }) => {
    await sell(backend);
    await page.goto(`${backend.url}?func=pricelist.export`);
    await expect(page.getByText('Business')).toBeVisible();
    await expect(page.getByText('Old')).toHaveCount(0);
  });

  test('all tariff plans including disabled ones, for the administrator, on the bare host', async ({
    page,
    backend,
  }) => {
    await sell(backend);
    await page.goto(`${backend.url}?func=auth`);
    await logInAs(page, 'admin@example.com');
    await page.getByText('Log out').waitFor();
    const host = new URL(backend.url).origin;
    await page.goto(`${host}?func=pricelist&out=print`);
    await expect(page.getByText('Old')).toBeVisible();
    await page.goto(`${host}?func=pricelist.export&out=print&onlyavailable=off&pricelist=2,4`);
    await expect(page.getByText('Old')).toBeVisible();
    await expect(page.getByText('Business')).toBeVisible();
    await expect(page.getByText('Start')).toHaveCount(0);
  });

  test('calculation order price', async ({ page, backend }) => {
    await sell(backend);
    const link = '?func=pricelist.calculate&pricelist=PRICELIST_ID&period=PERIOD_ID&addon_XXX=VALUE';
    await page.goto(backend.url + filledIn(link, { XXX: '3', VALUE: '2048' }));
    await expect(page.getByText('50.4800')).toBeVisible();
  });

  test('checking promo code', async ({ page, backend }) => {
    await sell(backend);
    const link =
      backend.url +
      filledIn('?func=promotion.promocode.check&pricelist=PRICELIST_ID&period=PERIOD_ID&promocode=PROMOCODE');
    await page.goto(link);
    await expect(page.getByRole('alert')).toHaveText('there is no such promo code');
    const program = await backend.addProgram('https://site.example/');
    await backend.store
      .updateTable('referralprogram')
      .set({ promocode: 'GO-@ID@' })
      .where('id', '=', program)
      .execute();
    await page.goto(link);
    await expect(page.getByText('GO-2')).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});
