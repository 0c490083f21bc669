import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type LandingMode, normalizeLanding } from './landing.ts';
import { isWebsiteUrl, partnerOf, websiteOf } from './referral-link.ts';

const p = (landing: string, mode?: LandingMode, website?: string) =>
  normalizeLanding(new URL(landing), partnerOf(new URL(landing)) ?? '', mode, website);

describe('the default mode sends the Website URL with the partner put back', () => {
  test.each([
    ['https://site.com/?from=2', 'https://site.com/?from=2'],
    ['https://site.com/catalog/?from=2&utm_source=x#prices', 'https://site.com/?from=2'],
    ['https://site.com/?utm_source=x&from=2&from=3', 'https://site.com/?from=2'],
    ['https://user:secret@site.com/?from=2', 'https://site.com/?from=2'],
    ['http://localhost:8080/a?from=2', 'http://localhost:8080/?from=2'],
  ])('%s → %s', (landing, expected) => {
    expect(p(landing)).toBe(expected);
  });

  test('a Website URL with a path and a query keeps both', () => {
    expect(p('https://site.com/x?from=2', 'referral', 'https://site.com/ref?lang=en')).toBe(
      'https://site.com/ref?lang=en&from=2',
    );
  });
});

test('origin: protocol and domain alone, as the vendor’s sample page sends it', () => {
  expect(p('https://site.com/catalog/?from=2#prices', 'origin')).toBe('https://site.com/');
});

test('exact: the landing without fragment and credentials', () => {
  expect(p('https://u:p@site.com/a%20b/?x&from=2#prices', 'exact')).toBe('https://site.com/a%20b/?x&from=2');
});

test('a function decides by itself', () => {
  expect(p('https://site.com/?from=2', (landing) => landing.host)).toBe('site.com');
});

const anyUrl = fc.webUrl({ withQueryParameters: true, withFragments: true }).map((url) => new URL(url));
const anyWebsite = anyUrl.map(websiteOf).filter(isWebsiteUrl);
const anyPartner = fc.integer({ min: 1, max: 999_999_999_999_999 }).map(String);

test('for every site address and every landing on that site, p matches exactly that site’s program', () => {
  fc.assert(
    fc.property(anyWebsite, anyWebsite, anyUrl, anyPartner, (website, other, page, partner) => {
      const landing = new URL(new URL(website).origin + page.pathname + page.search + page.hash);
      landing.searchParams.set('from', partner);
      const sent = new URL(normalizeLanding(landing, partner, 'referral', website));

      expect(partnerOf(sent)).toBe(partner);
      expect(websiteOf(sent)).toBe(website);
      if (other !== website) expect(websiteOf(sent)).not.toBe(other);
    }),
  );
});

test('without a Website URL, every landing gives the program of its origin', () => {
  fc.assert(
    fc.property(anyUrl, anyPartner, (landing, partner) => {
      expect(websiteOf(new URL(normalizeLanding(landing, partner)))).toBe(`${landing.origin}/`);
    }),
  );
});
