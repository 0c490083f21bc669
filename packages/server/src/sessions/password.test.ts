import { randomBytes, scryptSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { COST as CHEAP } from '../../testing/cheap-password-cost.ts';
// By this way there is no cheap one in its place.
import { COST } from '../sessions/password-cost.ts';
import { hashPassword, isPassword } from './password.ts';

test('a password costs what OWASP calls sufficient for scrypt, and fits the memory it may take', () => {
  expect(COST).toMatchObject({ N: 2 ** 15, r: 8, p: 3 });
  expect(COST).not.toEqual(CHEAP);
  expect(scryptSync('a password', randomBytes(16), 32, COST)).toHaveLength(32);
});

test('a password is known again by its hash, which is another each time; another is not, nor any where there is none', async () => {
  const [stored, again] = [await hashPassword('naïve'), await hashPassword('naïve')];
  expect(stored).not.toBe(again);
  // However it was composed.
  for (const one of [stored, again]) expect(await isPassword('nai\u0308ve', one)).toBe(true);
  for (const [password, one] of [
    ['Naïve', stored],
    ['', stored],
    ['', ''],
    ['', undefined],
    ['naïve', stored.slice(0, -2)],
  ] as const)
    expect(await isPassword(password, one)).toBe(false);
});
