import { describe, expect, test } from '@jest/globals';
import { isBilling } from './decorate.ts';

const leads = (target: string, page: string, billing = 'https://bill.example.com/billmgr'): boolean =>
  isBilling(new URL(target), new URL(billing), new URL(page));

describe('billing is its host and port', () => {
  test.each([
    ['https://bill.example.com/billmgr?func=register', true],
    ['https://bill.example.com/', true],
    ['https://BILL.example.com:443/manager/billmgr', true],
    ['https://bill.example.com:8443/billmgr', false],
    ['https://xbill.example.com/billmgr', false],
    ['https://example.com/billmgr', false],
    ['https://evil.example/?https://bill.example.com/billmgr', false],
    ['https://bill.example.com@evil.example/billmgr', false],
  ])('%s: %s', (target, expected) => {
    expect(leads(target, 'https://site.com/')).toBe(expected);
  });
});

test('an https page gives its id to no http address, an http page to both', () => {
  expect(leads('http://bill.example.com/billmgr', 'https://site.com/')).toBe(false);
  expect(leads('http://bill.example.com/billmgr', 'http://site.com/')).toBe(true);
  expect(leads('https://bill.example.com/billmgr', 'http://site.com/')).toBe(true);
});

describe('on a host shared with the page its path counts too', () => {
  test.each([
    ['/billmgr', true],
    ['/billmgr/', true],
    ['/billmgr/x', true],
    ['/billmgr2', false],
    ['/', false],
  ])('%s: %s', (path, expected) => {
    expect(leads(`https://site.com${path}`, 'https://site.com/', 'https://site.com/billmgr')).toBe(expected);
    expect(leads(`https://site.com${path}`, 'https://site.com/', 'https://site.com/billmgr/')).toBe(expected);
  });
});
