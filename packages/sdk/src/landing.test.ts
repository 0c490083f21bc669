import { expect, test } from '@jest/globals';
import { landingAddress } from './landing.ts';

const found = (...addresses: (string | undefined)[]): string | undefined => landingAddress(addresses)?.href;

test('the address in the address bar comes first', () => {
  expect(found('https://site.com/?from=2', 'https://site.com/?from=3')).toBe('https://site.com/?from=2');
});

test('the navigation entry keeps the partner that a router took away', () => {
  expect(found('https://site.com/', 'https://site.com/?from=3')).toBe('https://site.com/?from=3');
});

test('a router’s own `from` does not hide the partner', () => {
  expect(found('https://site.com/login?from=cart', 'https://site.com/?from=3')).toBe('https://site.com/?from=3');
});

test('a `from` that is no partner is still found, so that it can be named', () => {
  expect(found('https://site.com/?from=newsletter', undefined)).toBe('https://site.com/?from=newsletter');
});

test('no `from`, or no http address, is no landing', () => {
  expect(found('https://site.com/', undefined)).toBeUndefined();
  expect(found('about:srcdoc', 'file:///x?from=2')).toBeUndefined();
});
