import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newRateLimit, type RateLimit } from './rate-limit.ts';

const MINUTE = 60_000;
const BEGIN = 1_762_745_305_000;

/** Whether it may happen; if so, it happens. */
const happens = (limit: RateLimit, key: string | number, now: number): boolean => {
  const may = limit.wait(key, now) === undefined;
  if (may) limit.count(key, now);
  return may;
};

/** Some who try again and again, mostly at once, else after so many milliseconds. */
const pause = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat({ max: 30_000 }));
const tries = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), pause), { minLength: 50, maxLength: 300 });
const most = fc.integer({ min: 1, max: 20 });

/** The instants at which each key got through. */
function through(limit: RateLimit, made: readonly (readonly [string, number])[]): Map<string, number[]> {
  const passed = new Map<string, number[]>();
  let now = BEGIN;
  for (const [key, pause] of made) {
    now += pause;
    if (happens(limit, key, now)) passed.set(key, [...(passed.get(key) ?? []), now]);
  }
  return passed;
}

test('in no stretch of time do more get through than at once and by their shares of it', () => {
  fc.assert(
    fc.property(most, tries, (most, made) => {
      for (const instants of through(newRateLimit(most), made).values())
        instants.forEach((first, n) => {
          instants.slice(n).forEach((last, further) => {
            expect(further + 1).toBeLessThanOrEqual(most + ((last - first) * most) / MINUTE);
          });
        });
    }),
  );
});

test('so many may come at once, then one whenever its share of the minute has passed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6000 }), (most) => {
      const limit = newRateLimit(most);
      let first = 0;
      while (happens(limit, 'a', BEGIN)) first += 1;
      expect(first).toBe(most);
      const wait = limit.wait('a', BEGIN);
      expect(wait).toBe(Math.ceil(Math.ceil((MINUTE * 1000) / most) / 1000));
      expect(limit.wait('a', BEGIN + (wait ?? 0) - 1)).toBe(1);
      expect(happens(limit, 'a', BEGIN + (wait ?? 0))).toBe(true);
      expect(happens(limit, 'b', BEGIN)).toBe(true);
    }),
  );
});

test('whoever waits as long as told gets through, and not a millisecond before', () => {
  fc.assert(
    fc.property(most, tries, (most, made) => {
      const limit = newRateLimit(most);
      let now = BEGIN;
      for (const [key, pause] of made) {
        now += pause % 50;
        const wait = limit.wait(key, now);
        if (wait === undefined) limit.count(key, now);
        else expect([limit.wait(key, now + wait - 1), limit.wait(key, now + wait)]).toEqual([1, undefined]);
      }
    }),
  );
});

test('what is forgotten is what made no difference, as long as there are not too many', () => {
  fc.assert(
    fc.property(most, tries, (most, made) => {
      // By a naive model: what is left of a minute's share, by key, forever.
      const left = new Map<string, { tokens: number; at: number }>();
      const limit = newRateLimit(most);
      const share = Math.ceil((MINUTE * 1000) / most);
      let now = BEGIN * 1000;
      for (const [key, pause] of made) {
        now += pause * 1000;
        const { tokens, at } = left.get(key) ?? { tokens: most * share, at: now };
        const filled = Math.min(most * share, tokens + now - at);
        const may = filled >= share;
        left.set(key, { tokens: may ? filled - share : filled, at: now });
        expect(happens(limit, key, now / 1000)).toBe(may);
      }
    }),
  );
});

test('memory is bounded, whoever comes', () => {
  const limit = newRateLimit(10, { mostKeys: 100 });
  let largest = 0;
  for (let n = 0; n < 10_000; n += 1) {
    if (happens(limit, n, BEGIN + n)) largest = Math.max(largest, limit.size());
  }
  expect(largest).toBe(200);
  // And gets smaller when fewer come.
  for (let n = 0; n < 3; n += 1) happens(limit, 'a', BEGIN + (n + 2) * 2 * MINUTE);
  expect(limit.size()).toBeLessThanOrEqual(2);
});

test('nobody waits until a clock that was set back has caught up', () => {
  const limit = newRateLimit(60);
  while (happens(limit, 'a', BEGIN));
  expect(limit.wait('a', BEGIN - 3_600_000)).toBeUndefined();
});

test('0 is no limit', () => {
  const limit = newRateLimit(0);
  for (let n = 0; n < 10_000; n += 1) happens(limit, 'a', BEGIN);
  expect(limit.wait('a', BEGIN)).toBeUndefined();
  expect(limit.size()).toBe(0);
});
