import { beforeEach, describe, expect, test } from '@jest/globals';
import { leadsToBilling } from './leads-to-billing.ts';
import { type BillrefOptions, readOptions } from './options.ts';

const page = { host: '', protocol: '' };
beforeEach(() => {
  Object.assign(globalThis, { location: page });
});

const leads = (target: string, from: string, options: Partial<BillrefOptions> = {}): boolean => {
  Object.assign(page, { host: new URL(from).host, protocol: new URL(from).protocol });
  readOptions({ billingUrl: 'https://bill.example.com/billmgr', ...options });
  return leadsToBilling(new URL(target));
};

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

test('no page gives its id to an http address', () => {
  expect(leads('http://bill.example.com/billmgr', 'https://site.com/')).toBe(false);
  expect(leads('http://bill.example.com/billmgr', 'http://site.com/')).toBe(false);
  expect(leads('https://bill.example.com/billmgr', 'http://site.com/')).toBe(true);
});

test('unless that is the billing URL', () => {
  const options = { billingUrl: 'http://bill.example.com/billmgr' };
  expect(leads('http://bill.example.com/', 'https://site.com/', options)).toBe(true);
  expect(leads('https://bill.example.com/', 'https://site.com/', options)).toBe(true);
});

describe('on a host shared with the page its path counts too', () => {
  test.each([
    ['/billmgr', true],
    ['/billmgr/', true],
    ['/billmgr/x', true],
    ['/billmgr2', false],
    ['/', false],
  ])('%s: %s', (path, expected) => {
    const at = (billingUrl: string) => leads(`https://site.com${path}`, 'https://site.com/', { billingUrl });
    expect(at('https://site.com/billmgr')).toBe(expected);
    expect(at('https://site.com/billmgr/')).toBe(expected);
  });
});

describe('further hosts of billing, on any port, are named in full or with all below them', () => {
  const billingHosts = 'pay.example.com, *.shop.example.com';
  test.each([
    ['https://pay.example.com/', true],
    ['https://pay.example.com:8443/', true],
    ['https://xpay.example.com/', false],
    ['https://a.shop.example.com/', true],
    ['https://b.a.shop.example.com/', true],
    ['https://shop.example.com/', false],
    ['https://xshop.example.com/', false],
    ['https://a.shop.example.com.evil.example/', false],
  ])('%s: %s', (target, expected) => {
    expect(leads(target, 'https://site.com/', { billingHosts })).toBe(expected);
    expect(leads(target, 'https://site.com/', { billingHosts: billingHosts.split(', ') })).toBe(expected);
  });
});

describe('a * that is not the first label stands for nothing', () => {
  test.each([
    ['*', 'https://stranger.example/'],
    ['bill.*', 'https://bill.stranger.example/'],
    ['pay.*.com', 'https://stranger.com/'],
    ['*example.org', 'https://notexample.org/'],
  ])('%s', (billingHosts, target) => {
    expect(leads(target, 'https://site.com/', { billingHosts })).toBe(false);
  });
});

describe('paths of the site’s own that redirect to billing', () => {
  test.each([
    ['https://site.com/go/billing', true],
    ['https://site.com/go/billing/now', true],
    ['https://site.com/go/billingx', false],
    ['https://site.com/go', false],
    ['https://other.com/go/billing', false],
  ])('%s: %s', (target, expected) => {
    expect(leads(target, 'https://site.com/', { billingPaths: ['/go/billing'] })).toBe(expected);
  });

  test('none by default, nor for an empty option', () => {
    expect(leads('https://site.com/', 'https://site.com/')).toBe(false);
    expect(leads('https://site.com/', 'https://site.com/', { billingPaths: '' })).toBe(false);
    expect(leads('https://site.com/', 'https://site.com/', { billingPaths: [] })).toBe(false);
  });
});
