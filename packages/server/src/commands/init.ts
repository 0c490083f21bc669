import { z } from 'zod';
import type { Config } from '../config.ts';
import { hashPassword, SHORTEST_PASSWORD } from '../sessions/password.ts';
import { newToken } from '../sessions/token.ts';
import { openStore } from '../store/open.ts';
import { addProvider } from '../store/provider.ts';

/** Adds a provider and its administrator, and says how to go on. */
export async function init(
  config: Config,
  options: { name: string; email: string; password?: string; timezone: string; currency: string },
): Promise<void> {
  const { name, email, timezone, currency } = options;
  if (!z.email().safeParse(email).success) throw new RangeError(`'${email}' is no e-mail address`);
  if (options.password !== undefined && options.password.length < SHORTEST_PASSWORD)
    throw new RangeError(`the password must have at least ${String(SHORTEST_PASSWORD)} characters`);
  const password = options.password ?? newToken();
  const passwd = await hashPassword(password);
  const store = await openStore(config);
  try {
    const project = await store
      .transaction()
      .execute((writing) => addProvider(writing, { name, email, passwd, timezone, currency }, Date.now()));
    console.log(`Provider ${String(project)}, ${name}: amounts in ${currency}, days in ${timezone}.`);
    console.log(`Administrator ${email}${options.password === undefined ? `, password ${password}` : ''}.`);
  } finally {
    await store.destroy();
  }
}
