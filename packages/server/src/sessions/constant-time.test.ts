import * as crypto from 'node:crypto';
import { expect, jest, test } from '@jest/globals';

/** As it is, but counted. */
const [timingSafeEqual, scrypt] = [jest.fn(crypto.timingSafeEqual), jest.fn(crypto.scrypt)];
jest.unstable_mockModule('node:crypto', () => ({ ...crypto, timingSafeEqual, scrypt }));
const { hashPassword, isPassword } = await import('./password.ts');

test('how long a password takes to be refused tells neither how much of it is right nor whether there is one', async () => {
  const stored = await hashPassword('a password');
  for (const [password, compared] of [
    ['a password', stored],
    ['another', stored],
    ['a password', undefined],
  ] as const) {
    scrypt.mockClear();
    timingSafeEqual.mockClear();
    expect(await isPassword(password, compared)).toBe(password === 'a password' && compared === stored);
    // Of a name that nobody has, too, and the hashes are never compared byte by byte.
    expect(scrypt).toHaveBeenCalledTimes(1);
    expect(timingSafeEqual).toHaveBeenCalledTimes(compared === undefined ? 0 : 1);
  }
});
