import { domainOrderLink } from '@billref/protocol';
import { describe, expect, test } from '@jest/globals';
import { domainsAsked } from './domains-asked.ts';
import { readRedirect } from './start-form.ts';

const asked = (query: Record<string, string>) => domainsAsked({ domain_action: 'register', ...query });

describe('the domains of an order link (seed 002)', () => {
  test('a domain that is available and selected is to be ordered, by its tariff', () => {
    expect(asked({ checked_domain: 'my_site____________ru:1:7:1' })).toEqual([
      { name: 'my-site.ru', pricelist: 7, wanted: true },
    ]);
  });
  test.each([
    ['not checked', '0'],
    ['in use', '2'],
    ['its status could not be told', '3'],
    ['registered already', '4'],
  ])('one that is %s is shown, and not registered unseen', (_, status) => {
    expect(asked({ checked_domain: `example____________ru:${status}:7:1` })).toMatchObject([{ wanted: false }]);
  });
  test('one is transferred that has the status for it', () => {
    const query = { checked_domain: 'a____________ru:3:7:1,b____________ru:1:7:1', domain_action: 'transfer' as const };
    expect(domainsAsked(query).map(({ name, wanted }) => [name, wanted])).toEqual([
      ['a.ru', true],
      ['b.ru', false],
    ]);
  });
  test('the vendor’s example, which selects another domain than it checks: the one it spells out is wanted', () => {
    expect(
      asked({
        checked_domain: 'example____________ru:1:7:1,',
        domain_name: 'example.ru',
        selected_domain: 'azcol18____________ru',
        selected_pricelist: '7',
      }),
    ).toEqual([
      { name: 'example.ru', pricelist: 7, wanted: true },
      { name: 'azcol18.ru', pricelist: 7, wanted: false },
    ]);
  });
  test('without a check, those that are selected are wanted', () => {
    expect(asked({ selected_domain: 'a____________ru,b____________com', selected_pricelist: '7,8' })).toEqual([
      { name: 'a.ru', pricelist: 7, wanted: true },
      { name: 'b.com', pricelist: 8, wanted: true },
    ]);
  });
  test('what is no domain or no tariff is left out', () => {
    expect(asked({ checked_domain: ',x:y,_a:1:7:1,a____________ru:1:PRICELIST_ID:1' })).toEqual([]);
    expect(asked({ selected_domain: 'a____________ru' })).toEqual([]);
    expect(asked({})).toEqual([]);
  });
  test('what the builder of order links writes is read', () => {
    const link = domainOrderLink('https://bill.example.com/billmgr', {
      action: 'register',
      domains: [
        { name: 'my-site.ru', pricelist: 7 },
        { name: 'other.com', pricelist: 8, selected: false },
      ],
    });
    const redirect = new URL(link).searchParams.get('redirect') ?? undefined;
    expect(asked(Object.fromEntries(readRedirect(redirect)))).toEqual([
      { name: 'my-site.ru', pricelist: 7, wanted: true },
      { name: 'other.com', pricelist: 8, wanted: false },
    ]);
  });
  test.each([
    ['My-Site.ru ', 'my-site.ru'],
    ['пример.рф', 'xn--e1afmkfd.xn--p1ai'],
  ])('a domain that is typed into the form, %s, is to be ordered', (domain_name, name) => {
    expect(asked({ domain_name, selected_pricelist: '7' })).toEqual([{ name, pricelist: 7, wanted: true }]);
  });
  test.each(['my_site.ru', 'a b.ru', '-.ru', ''])('%j is no domain', (domain_name) => {
    expect(asked({ domain_name, selected_pricelist: '7' })).toEqual([]);
  });
  test('what is spelt out adds no domain to those that are checked or selected', () => {
    const query = { checked_domain: 'a____________ru:1:7:1', domain_name: 'b.ru', selected_pricelist: '7' };
    expect(asked(query).map(({ name }) => name)).toEqual(['a.ru']);
  });
});
