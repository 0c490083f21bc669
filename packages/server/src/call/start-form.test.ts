import { describe, expect, test } from '@jest/globals';
import { domainOrderLink, orderLink, orderParamLink, quickOrderLink, registrationLink } from '@billref/protocol';
import fc from 'fast-check';
import { readRedirect, startFormAddress } from './start-form.ts';

const BILLING = 'https://bill.example.com/billmgr';

/** What Express hands over of a link: its parameters, decoded once. */
const redirectOf = (link: string): string | undefined => new URL(link).searchParams.get('redirect') ?? undefined;

/** Where a link leads after login, as function and parameters. */
const leadsTo = (link: string): Record<string, string> =>
  Object.fromEntries(new URL(startFormAddress(BILLING, redirectOf(link))).searchParams);

const itemtype = fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/);
const id = fc.integer({ min: 1 });
const tariff = fc.record({
  itemtype,
  pricelist: id,
  period: fc.constantFrom(-100, -50, 0, 1, 12),
  project: fc.option(id, { nil: undefined }),
  addons: fc.dictionary(id.map(String), fc.oneof(fc.nat(), fc.string({ unit: 'grapheme', minLength: 1 })), {
    maxKeys: 5,
  }),
});

/** The same link, encoded in each of the ways that sites do. */
const spellings = (link: string): string[] => {
  const inner = redirectOf(link) ?? '';
  const address = (redirect: string): string => `${BILLING}?func=register&redirect=${redirect}`;
  return [
    link,
    // On live sites the dot is as it is.
    address(encodeURIComponent(inner.replace(/%2E/g, '.'))),
    // The seed's examples of add-ons have raw signs.
    address(encodeURIComponent(inner).replace(/%3D/g, '=')),
    // A link of a link.
    address(encodeURIComponent(encodeURIComponent(inner))),
    address(encodeURIComponent(inner.replace('startform=', 'starform=').replace('=quickorder', '=quickforder'))),
    address(encodeURIComponent(inner.replace(/%2E/, '%252E'))),
  ];
};

describe('what the builder of order links writes, billing reads, however it is encoded', () => {
  const options = ({ itemtype: startpage, pricelist, period, project, addons }: Parameters<typeof orderParamLink>[1]) =>
    Object.fromEntries(
      Object.entries({
        startpage,
        pricelist,
        period,
        project,
        ...Object.fromEntries(Object.entries(addons ?? {}).map(([name, value]) => [`addon_${name}`, value])),
      }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    );

  test('the tariffs of a type of service', () => {
    fc.assert(
      fc.property(itemtype, fc.option(id, { nil: undefined }), id, (type, pricelist, project) => {
        for (const link of spellings(orderLink(BILLING, { itemtype: type, pricelist, project })))
          expect(leadsTo(link)).toEqual({
            func: `${type}.order`,
            startpage: type,
            ...(pricelist !== undefined && { pricelist: String(pricelist) }),
            project: String(project),
          });
      }),
    );
  });

  test('a tariff with period and add-ons', () => {
    fc.assert(
      fc.property(tariff, (order) => {
        const [first = '', ...others] = spellings(orderParamLink(BILLING, order));
        expect(leadsTo(first)).toEqual({ func: `${order.itemtype}.order.param`, ...options(order) });
        for (const link of others) expect(leadsTo(link).func).toBe(`${order.itemtype}.order.param`);
      }),
    );
  });

  test('a tariff for the basket or the payment', () => {
    fc.assert(
      fc.property(tariff, fc.constantFrom('basket' as const, 'payment' as const), (order, goTo) => {
        const link = quickOrderLink(BILLING, order, goTo);
        expect(leadsTo(link)).toEqual({ func: 'quickorder', ...options(order), redirect: goTo });
        for (const spelling of spellings(link))
          expect(leadsTo(spelling)).toMatchObject({ func: 'quickorder', redirect: goTo });
      }),
    );
  });

  test('the registration form leads nowhere in particular', () => {
    expect(leadsTo(registrationLink(BILLING))).toEqual({ func: 'dashboard' });
  });

  test('domains, to say whom they are for', () => {
    const link = domainOrderLink(BILLING, {
      action: 'register',
      domains: [{ name: 'my-site.ru', pricelist: 7 }],
      period: 12,
    });
    for (const spelling of spellings(link).filter((one) => !one.includes('starform%')))
      expect(Object.fromEntries(readRedirect(redirectOf(spelling)))).toMatchObject({
        startform: 'domain.order.contact',
        checked_domain: 'my_site____________ru:1:7:1,',
        domain_name: 'my-site.ru',
        selected_domain: 'my_site____________ru',
      });
    expect(leadsTo(link).func).toBe('domain.order.contact');
  });
});

test('whatever a redirect says, it leads to a form of billing that a link may open, and logs nobody in or out', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('startform', 'starform', 'func', 'sok', 'auth', 'logon', 'register', 'quickforder', 'vhost.order'),
    fc.constantFrom('//evil.com', 'https://evil.com/', 'auth%00', '__proto__', 'constructor', 'logon%2Eorder'),
  );
  const encodings = fc.array(fc.constant(encodeURIComponent), { maxLength: 3 });
  const query = fc.array(fc.tuple(word, word), { maxLength: 4 });
  fc.assert(
    fc.property(query, encodings, (pairs, times) => {
      const redirect = times.reduce(
        (text, encode) => encode(text),
        pairs.map(([name, value]) => `${name}=${value}`).join('&'),
      );
      const address = new URL(startFormAddress(BILLING, redirect));
      expect(address.origin + address.pathname).toBe(BILLING);
      expect(address.searchParams.getAll('func')).toEqual([
        expect.stringMatching(
          /^([a-z][a-z0-9_]*\.order(\.param)?|domain\.order\.contact|quickorder|basket|payment|dashboard)$/,
        ),
      ]);
      for (const name of ['sok', 'auth', 'startform', 'starform']) expect(address.searchParams.has(name)).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test('a parameter named like a part of every object is one like any other', () => {
  expect(startFormAddress('/billmgr', 'startform=basket&constructor=a&__proto__=b')).toBe(
    '/billmgr?func=basket&constructor=a&__proto__=b',
  );
});
