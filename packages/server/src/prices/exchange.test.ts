import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exchange, formatCost } from './exchange.ts';

describe('an amount in a second currency', () => {
  test.each([
    [1050, { numerator: 9, denominator: 10 }, { from: 2, to: 2 }, 945],
    // 10.50 EUR at 162.35 are 1704.675 JPY.
    [1050, { numerator: 16_235, denominator: 100 }, { from: 2, to: 0 }, 1705],
    // 0.5 minor units, and just below: half is rounded away from zero.
    [1, { numerator: 1, denominator: 2 }, { from: 2, to: 2 }, 1],
    [-1, { numerator: 1, denominator: 2 }, { from: 2, to: 2 }, -1],
    [1, { numerator: 499_999, denominator: 1_000_000 }, { from: 2, to: 2 }, 0],
    [3, { numerator: 1, denominator: 2 }, { from: 2, to: 2 }, 2],
    [7, { numerator: 1, denominator: 3 }, { from: 0, to: 4 }, 23_333],
  ])('%d at %j with digits %j is %d', (amount, rate, exponents, expected) => {
    expect(exchange(amount, rate, exponents)).toBe(expected);
  });

  const amount = fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 });
  const part = fc.integer({ min: 1, max: 1_000_000_000_000 });
  const exponent = fc.integer({ min: 0, max: 4 });

  test('is never more than half a minor unit away, and of two that are as near the one further from zero', () => {
    fc.assert(
      fc.property(amount, part, part, exponent, exponent, (given, numerator, denominator, from, to) => {
        const exchanged = exchange(given, { numerator, denominator }, { from, to });
        const above = BigInt(given) * BigInt(numerator) * 10n ** BigInt(to);
        const below = BigInt(denominator) * 10n ** BigInt(from);
        const off = (candidate: bigint): bigint => 2n * (candidate * below - above);
        if (exchanged === undefined) {
          expect((above < 0n ? -above : above) / below >= 9_000_000_000_000n).toBe(true);
          return;
        }
        const distance = off(BigInt(exchanged));
        expect(distance <= below && distance >= -below).toBe(true);
        if (distance === below || distance === -below) expect(distance > 0n === given > 0n).toBe(true);
      }),
    );
  });

  test('is the amount itself at one to one', () => {
    fc.assert(
      fc.property(amount, exponent, (given, digits) => {
        expect(exchange(given, { numerator: 7, denominator: 7 }, { from: digits, to: digits })).toBe(
          given === 0 ? 0 : given,
        );
      }),
    );
  });

  test('a sum is rounded once: its parts one by one may come to something else', () => {
    const rate = { numerator: 1, denominator: 2 };
    expect(exchange(1 + 1, rate, { from: 2, to: 2 })).toBe(1);
  });
});

test.each([
  [1050, 2, '10.5000'],
  [0, 2, '0.0000'],
  [5, 0, '5.0000'],
  [12_345, 4, '1.2345'],
  [9_000_000_000_000, 2, '90000000000.0000'],
])('a cost of %d with %d digits is written %s', (amount, exponent, text) => {
  expect(formatCost(amount, exponent)).toBe(text);
});
