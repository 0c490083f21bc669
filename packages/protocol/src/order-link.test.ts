import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { domainOrderLink, orderLink, orderParamLink, quickOrderLink, registrationLink } from './order-link.ts';

const BILLING = 'https://DOMAIN/billmgr';
/** The seed's own placeholders, as it prints them. */
const [itemtype, pricelist, project] = ['ITEMTYPE_INTNAME', 'PRICELIST_ID', 'PROJECT_ID'];

/** The inner query as billing reads it. */
const readBack = (link: string): [string, string][] => [
  ...new URLSearchParams(new URL(link).searchParams.get('redirect') ?? ''),
];

describe('the links of seed 002, as it prints them', () => {
  test('registration', () => {
    expect(registrationLink(BILLING)).toBe('https://DOMAIN/billmgr?func=register');
  });

  test('a tariff plan’s order page', () => {
    expect(orderLink(BILLING, { itemtype, pricelist, project })).toBe(
      'https://DOMAIN/billmgr?func=register&redirect=startpage%3DITEMTYPE_INTNAME%26startform%3DITEMTYPE_INTNAME%252Eorder%26pricelist%3DPRICELIST_ID%26project%3DPROJECT_ID',
    );
  });

  test('the order page of shared hosting', () => {
    expect(orderLink(BILLING, { itemtype: 'vhost', project: 1 })).toBe(
      'https://DOMAIN/billmgr?func=register&redirect=startpage%3Dvhost%26startform%3Dvhost%252Eorder%26project%3D1',
    );
  });

  test('selected parameters; the raw = of the seed’s add-ons is encoded', () => {
    const addons = { 5: 15, 3: 2048 };
    const printed =
      'https://DOMAIN/billmgr?func=register&redirect=startpage%3Dvhost%26startform%3Dvhost%252Eorder%252Eparam%26pricelist%3D2%26period%3D3%26project%3D1%26addon_3=2048%26addon_5=15';
    expect(orderParamLink(BILLING, { itemtype: 'vhost', pricelist: 2, period: 3, project: 1, addons })).toBe(
      printed.replace(/(addon_\d)=/g, '$1%3D'),
    );
  });

  test.each(['basket', 'payment'] as const)('quickorder to the %s', (goTo) => {
    expect(
      quickOrderLink(BILLING, { itemtype, pricelist, period: 1, project: 1, addons: { 3: 'xxx', 5: 'xxx' } }, goTo),
    ).toBe(
      `https://DOMAIN/billmgr?func=register&redirect=startpage%3DITEMTYPE_INTNAME%26startform%3Dquickorder%26pricelist%3DPRICELIST_ID%26period%3D1%26project%3D1%26addon_3%3Dxxx%26addon_5%3Dxxx%26redirect%3D${goTo}`,
    );
  });

  test('domains; the seed’s second domain, which nobody checked, is the first one', () => {
    const printed =
      'https://DOMAIN/billmgr?func=register&redirect=startpage%3Ddomain%26startform%3Ddomain.order.contact%26checked_domain%3Dexample____________ru%253A1%253APRICELIST_ID%253A1%252C%26domain_action%3Dregister%26domain_name%3Dexample.ru%26period%3D12%26selected_domain%3Dazcol18____________ru%26selected_pricelist%3DPRICELIST_ID';
    expect(
      domainOrderLink(BILLING, { action: 'register', domains: [{ name: 'example.ru', pricelist }], period: 12 }),
    ).toBe(printed.replace('azcol18', 'example'));
  });
});

test('a domain is transferred with status 3; one that is not selected is only told of', () => {
  const link = domainOrderLink(BILLING, {
    action: 'transfer',
    domains: [
      { name: 'a.ru', pricelist: 7, status: 2, selected: false },
      { name: 'my-site.ru', pricelist: 7 },
      { name: 'c.com', pricelist: 8 },
    ],
  });
  expect(readBack(link)).toEqual([
    ['startpage', 'domain'],
    ['startform', 'domain.order.contact'],
    ['checked_domain', 'a____________ru:2:7:0,my_site____________ru:3:7:1,c____________com:3:8:1,'],
    ['domain_action', 'transfer'],
    ['domain_name', 'my-site.ru'],
    ['selected_domain', 'my_site____________ru,c____________com'],
    ['selected_pricelist', '7,8'],
  ]);
});

test.each([
  ['https://bill.example.com', 'https://bill.example.com?func=register'],
  ['https://bill.example.com/billmgr?lang=en', 'https://bill.example.com/billmgr?lang=en&func=register'],
  ['https://bill.example.com/billmgr#a?b', 'https://bill.example.com/billmgr?func=register#a?b'],
  [new URL('https://bill.example.com'), 'https://bill.example.com/?func=register'],
])('the billing address %s keeps what it has', (billingUrl, link) => {
  expect(registrationLink(billingUrl)).toBe(link);
});

test('whatever is ordered, its values are read as they were given, and no other parameter comes along', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1 });
  const order = fc.record({
    itemtype: word,
    pricelist: fc.oneof(fc.nat(), word),
    period: fc.constantFrom(-100, -50, 0, 1, 12),
    project: fc.option(fc.nat(), { nil: undefined }),
    addons: fc.dictionary(fc.nat().map(String), fc.oneof(fc.nat(), word)),
  });
  fc.assert(
    fc.property(order, fc.constantFrom('basket' as const, 'payment' as const), (wanted, goTo) => {
      const { period, addons } = wanted;
      const options = [
        ['pricelist', String(wanted.pricelist)],
        ['period', String(period)],
        ...(wanted.project === undefined ? [] : [['project', String(wanted.project)]]),
        ...Object.entries(addons).map(([id, value]) => [`addon_${id}`, String(value)]),
      ];
      const start = (form: string) => [
        ['startpage', wanted.itemtype],
        ['startform', form],
      ];
      const param = orderParamLink(BILLING, wanted);
      expect(readBack(param)).toEqual([...start(`${wanted.itemtype}.order.param`), ...options]);
      const quick = quickOrderLink(BILLING, wanted, goTo);
      expect(readBack(quick)).toEqual([...start('quickorder'), ...options, ['redirect', goTo]]);
      for (const link of [param, quick]) expect([...new URL(link).searchParams.keys()]).toEqual(['func', 'redirect']);
    }),
  );
});
