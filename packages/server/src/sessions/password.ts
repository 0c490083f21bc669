import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { COST } from './password-cost.ts';

const LENGTH = 32;

/** In characters. */
export const SHORTEST_PASSWORD = 6;

/** A password as it is stored: salt and scrypt hash. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${(await derive(password, salt)).toString('base64url')}`;
}

/** Whether it is the password; of the same cost where there is nothing to compare with. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [salt = '', expected = ''] = (stored ?? '').split('.');
  const actual = await derive(password, Buffer.from(salt, 'base64url'));
  const wanted = Buffer.from(expected, 'base64url');
  return wanted.length === LENGTH && timingSafeEqual(actual, wanted);
}

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, LENGTH, COST, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
