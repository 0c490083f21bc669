import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { writeParameters } from './write-parameters.ts';

const BILL = 'https://bill.example.com/billmgr';
const write = (address: string, cntid: string | undefined, written: readonly string[] = []): string =>
  writeParameters(address, { cntid }, new Set(written));

describe('the parameter stands at the end of the query', () => {
  test.each([
    ['', '?cntid=a.b'],
    ['?', '?cntid=a.b'],
    ['?x', '?x&cntid=a.b'],
    ['?x&', '?x&cntid=a.b'],
    ['#f?g', '?cntid=a.b#f?g'],
    ['?x=%20~+&flag#f', '?x=%20~+&flag&cntid=a.b#f'],
    ['?redirect=startform%3Dvhost%252Eorder', '?redirect=startform%3Dvhost%252Eorder&cntid=a.b'],
    ['?xcntid=1', '?xcntid=1&cntid=a.b'],
    [' \n', '?cntid=a.b'],
  ])('%j → %j', (rest, expected) => {
    expect(write(BILL + rest, 'a.b')).toBe(BILL + expected);
  });
});

describe('nothing changes', () => {
  test.each(['?cntid=other', '?cntid=', '?cntid', '?%63ntid=other'])('where there is somebody else’s: %s', (rest) => {
    expect(write(BILL + rest, 'a.b')).toBe(BILL + rest);
  });
  test.each(['', '?', '?x&', '?x ', '#f'])('where there is nothing to write: %j', (rest) => {
    expect(write(BILL + rest, undefined)).toBe(BILL + rest);
  });
});

test('what this page wrote makes way: the partner for the id, an id for another', () => {
  const written = new Set<string>();
  const withPartner = writeParameters(`${BILL}?x#f`, { cntid: undefined, from: '2' }, written);
  expect(withPartner).toBe(`${BILL}?x&from=2#f`);
  const withId = writeParameters(withPartner, { cntid: 'a.b', from: undefined }, written);
  expect(withId).toBe(`${BILL}?x&cntid=a.b#f`);
  expect(writeParameters(withId, { cntid: 'c.d' }, written)).toBe(`${BILL}?x&cntid=c.d#f`);
});

const id = fc.stringMatching(/^[\w.~-]{4,20}$/);
const text = fc.string({ unit: fc.constantFrom(...Array.from('ab=&?%20~+;/ é\u00a0')) });
const query = text.filter((value) => !new URLSearchParams(value).has('cntid'));
const address = fc
  .tuple(fc.constantFrom('', '/billmgr', BILL), fc.option(query), fc.option(text))
  .map(([head, search, hash]) => ({
    front: head + (search === null ? '' : `?${search.replace(/ +$/, '')}`),
    back: hash === null ? '' : `#${hash.trimEnd()}x`,
  }));

test('the rest of the address stays byte for byte', () => {
  fc.assert(
    fc.property(address, id, ({ front, back }, cntid) => {
      const result = write(front + back, cntid);
      const added = `cntid=${cntid}${back}`;
      expect(result.startsWith(front)).toBe(true);
      expect(['', '?', '&'].map((sign) => front + sign + added)).toContain(result);
    }),
  );
});

test('twice is once', () => {
  fc.assert(
    fc.property(address, id, ({ front, back }, cntid) => {
      const written = new Set<string>();
      const once = writeParameters(front + back, { cntid }, written);
      expect(writeParameters(once, { cntid }, written)).toBe(once);
    }),
  );
});

test('a replaced id leaves the address as if the new one had come first', () => {
  fc.assert(
    fc.property(address, id, id, ({ front, back }, before, after) => {
      const written = new Set<string>();
      const old = writeParameters(front + back, { cntid: before }, written);
      expect(writeParameters(old, { cntid: after }, written)).toBe(write(front + back, after));
    }),
  );
});
