import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPartnerId, isWebsiteUrl, landingPartner, partnerOf, referralLink, websiteOf } from './referral-link.ts';

test('the link of partner 2 is the Website URL and ?from=2 (seed 000)', () => {
  expect(referralLink('https://site.com/', '2')).toBe('https://site.com/?from=2');
});

test('link and partner are each other’s reverse', () => {
  const website = fc.webUrl({ withQueryParameters: true }).filter(isWebsiteUrl);
  fc.assert(
    fc.property(website, fc.integer({ min: 1 }).map(String), (url, partner) => {
      const link = new URL(referralLink(url, partner));
      expect(partnerOf(link)).toBe(partner);
      expect(landingPartner(link)).toBe(partner);
      expect(websiteOf(link)).toBe(websiteOf(new URL(url)));
    }),
  );
});

describe('only the first from and the fragment are dropped', () => {
  test.each([
    ['https://site.com/?from=2#x', 'https://site.com/'],
    ['https://site.com/?', 'https://site.com/'],
    ['https://site.com/?a=%20~&flag&from=2', 'https://site.com/?a=%20~&flag'],
    ['https://site.com/??x&from=2', 'https://site.com/??x'],
    ['https://site.com/?&from=2', 'https://site.com/'],
    ['https://site.com/?from=2&from=3', 'https://site.com/?from=3'],
    ['https://site.com/?%66rom=2', 'https://site.com/'],
    ['https://site.com/?xfrom=2', 'https://site.com/?xfrom=2'],
    ['HTTPS://SITE.com:443/Ref', 'https://site.com/Ref'],
  ])('%s → %s', (address, expected) => {
    expect(websiteOf(new URL(address))).toBe(expected);
  });
});

describe('a partner is the id of an account', () => {
  test.each(['1', '2', '999999999999999'])('%s is one', (id) => {
    expect(isPartnerId(id)).toBe(true);
  });
  test.each(['', '0', '02', '-1', '1.5', '2a', ' 2', '1000000000000000', 'newsletter'])('%j is none', (id) => {
    expect(isPartnerId(id)).toBe(false);
  });
});

describe('the partner of a landing', () => {
  test.each([
    ['https://site.com/?from=2', '2'],
    ['https://site.com/x?a&from=2&b#c', '2'],
    ['https://site.com/?from=2#part?x=1', '2'],
    ['https://site.com/#/x?from=2', '2'],
    ['https://site.com/?from=cart&from=2', '2'],
  ])('%s → %s', (href, partner) => {
    expect(landingPartner({ href })).toBe(partner);
  });
  test.each([
    '/',
    '/?from=',
    '/?from=cart',
    '/?from=2x',
    '/?from=02',
    '/?xfrom=2',
    '/from=2',
    '/?from=1000000000000000',
  ])('%s: none', (path) => {
    expect(landingPartner({ href: `https://site.com${path}` })).toBeUndefined();
  });
});

describe('a Website URL is http(s) and holds no from, fragment or credentials', () => {
  test.each(['https://site.com', 'http://site.com/ref?lang=en'])('%s is one', (url) => {
    expect(isWebsiteUrl(url)).toBe(true);
  });
  test.each([
    '',
    'site.com',
    'ftp://site.com',
    'https://site.com/?from=2',
    'https://site.com/#',
    'https://u@site.com/',
  ])('%j is none', (url) => {
    expect(isWebsiteUrl(url)).toBe(false);
  });
});
