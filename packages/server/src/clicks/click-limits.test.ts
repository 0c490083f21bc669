import { expect, test } from '@jest/globals';
import { newClickLimits } from './click-limits.ts';

const NOW = 1_762_745_305_000;

test('one address makes so many clicks a minute, for whatever programs, and keeps no other address out', () => {
  const mayClick = newClickLimits({ ofAddress: 60, ofProgram: 1000 });
  for (let n = 0; n < 60; n += 1) expect(mayClick('192.0.2.1', n % 2 ? 1 : undefined, NOW)).toBeUndefined();
  expect(mayClick('192.0.2.1', 2, NOW)).toBe(1000);
  expect(mayClick('192.0.2.1', undefined, NOW)).toBe(1000);
  expect(mayClick('192.0.2.2', 1, NOW)).toBeUndefined();
  expect(mayClick('192.0.2.1', 1, NOW + 1000)).toBeUndefined();
});

test('one program takes so many clicks a minute, from whatever addresses, and no other program less', () => {
  const mayClick = newClickLimits({ ofAddress: 1000, ofProgram: 60 });
  for (let n = 0; n < 60; n += 1) expect(mayClick(`192.0.2.${String(n)}`, 1, NOW)).toBeUndefined();
  expect(mayClick('192.0.2.99', 1, NOW)).toBe(1000);
  expect(mayClick('192.0.2.99', 2, NOW)).toBeUndefined();
  expect(mayClick('192.0.2.99', undefined, NOW)).toBeUndefined();
});

test('clicks that are refused to an address use up nothing of their program, nor the other way round', () => {
  const mayClick = newClickLimits({ ofAddress: 10, ofProgram: 20 });
  for (let n = 0; n < 100; n += 1) mayClick('flooding', 1, NOW);
  for (let n = 0; n < 10; n += 1) expect(mayClick('somebody', 1, NOW)).toBeUndefined();
  for (let n = 0; n < 100; n += 1) mayClick('another', 1, NOW);
  for (let n = 0; n < 10; n += 1) expect(mayClick('another', 2, NOW)).toBeUndefined();
});
