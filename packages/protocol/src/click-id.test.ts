import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clickIdTime, isClickId, makeClickId } from './click-id.ts';

test('the sample of seed 000 is a click id', () => {
  expect(isClickId('1762745305.hvtgBc')).toBe(true);
  expect(clickIdTime('1762745305.hvtgBc')).toBe(1_762_745_305_000);
});

test('a new id is the Unix time, a dot and at least 96 random bits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999_999_999_999 }), (now) => {
      const id = makeClickId(now);
      expect(isClickId(id)).toBe(true);
      expect(clickIdTime(id)).toBe(Math.floor(now / 1000) * 1000);
      const random = id.split('.')[1] ?? '';
      expect(random).toMatch(/^[\w-]+$/);
      expect(random.length * 6).toBeGreaterThanOrEqual(96);
    }),
  );
});

test('no two ids are the same', () => {
  const ids = Array.from({ length: 10_000 }, () => makeClickId(0));
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(['', 'abc', 'a b c d', 'id;x=1', 'ïddd', 'x'.repeat(129), '<script>', '1762745305.hvtgBc\n'])(
  '%j is no click id',
  (value) => {
    expect(isClickId(value)).toBe(false);
  },
);

test('an id of another form has no time', () => {
  expect(clickIdTime('abcdef')).toBeUndefined();
});
