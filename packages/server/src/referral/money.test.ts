import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatAmount, parseAmount, shareOf } from './money.ts';

test.each([
  [100_000, 100_000, 10_000],
  [1005, 100_000, 101],
  [1004, 100_000, 100],
  [-1005, 100_000, -101],
  [1, 499_999, 0],
  [1, 500_000, 1],
  [9_000_000_000_000, 1_000_000, 9_000_000_000_000],
])('%d at %d parts per million is %d: rounded once, half away from zero', (amount, percent, share) => {
  expect(shareOf(amount, percent)).toBe(share);
});

test('a share is never further than half a unit from the exact one, and has its sign', () => {
  const amount = fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 });
  fc.assert(
    fc.property(amount, fc.integer({ min: 1, max: 1_000_000 }), (of, percent) => {
      const error = BigInt(shareOf(of, percent)) * 1_000_000n - BigInt(of) * BigInt(percent);
      expect(error <= 500_000n && error >= -500_000n).toBe(true);
      expect(shareOf(-of, percent)).toBe(-shareOf(of, percent) + 0);
    }),
  );
});

test.each([
  [10_000, 2, '100.00'],
  [5, 2, '0.05'],
  [-5, 2, '-0.05'],
  [7, 0, '7'],
  [1234, 3, '1.234'],
])('%d minor units with exponent %d are written %s', (amount, exponent, text) => {
  expect(formatAmount(amount, exponent)).toBe(text);
});

test.each([
  ['10.50', 2, 1050],
  ['10.5', 2, 1050],
  ['-0.05', 2, -5],
  ['7', 0, 7],
  ['7.00', 0, 7],
  ['9000000000000', 0, 9_000_000_000_000],
])('%s with exponent %d is %d minor units', (text, exponent, amount) => {
  expect(parseAmount(text, exponent)).toBe(amount);
});

test.each([['10.505'], ['1e3'], ['1,5'], [''], ['.5'], ['+1'], ['١'], ['90000000000000'], ['10. 5'], ['0x10']])(
  '%j is no amount of a currency with cents',
  (text) => {
    expect(parseAmount(text, 2)).toBeUndefined();
  },
);

test('what is written is read again', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 }),
      fc.integer({ min: 0, max: 4 }),
      (amount, exponent) => {
        expect(parseAmount(formatAmount(amount, exponent), exponent)).toBe(amount + 0);
      },
    ),
  );
});
