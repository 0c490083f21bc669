import { hash, randomBytes } from 'node:crypto';

/** What a browser or a program holds of its session: 192 random bits. */
export const newToken = (): string => randomBytes(24).toString('base64url');

/** What the table holds of it. */
export const hashOfToken = (token: string): string => hash('sha256', token);
