import { expect, test } from '@jest/globals';
import { newRepeats } from './repeats.ts';

const HOUR = 3_600_000;

test('the first click of a visitor is remembered for a day, and nobody else’s for it', () => {
  const repeats = newRepeats();
  expect(repeats.firstOf('rita', 0)).toBeUndefined();
  repeats.remember('rita', 'first', 0);
  expect(repeats.firstOf('rita', 24 * HOUR - 1)).toBe('first');
  expect(repeats.firstOf('rita', 24 * HOUR)).toBeUndefined();
  expect(repeats.firstOf('sam', 1)).toBeUndefined();
});

test('of many visitors the earliest are forgotten, and no more are kept than that', () => {
  const repeats = newRepeats(10);
  for (let n = 0; n < 100; n += 1) repeats.remember(String(n), `click ${String(n)}`, 0);
  const kept = Array.from({ length: 100 }, (_, n) => repeats.firstOf(String(n), 0)).filter((one) => one !== undefined);
  expect(kept.at(-1)).toBe('click 99');
  expect(kept.length).toBeGreaterThanOrEqual(5);
  expect(kept.length).toBeLessThanOrEqual(10);
});
