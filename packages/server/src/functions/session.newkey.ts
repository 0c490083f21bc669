import { z } from 'zod';
import { type Call, declare, userOf } from '../call/declare.ts';
import { line, text } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { PlatformError } from '../call/platform-error.ts';
import { keepKey, SHORTEST_KEY } from '../sessions/login-key.ts';
import { findLogin } from '../sessions/users.ts';

export default declare({
  name: 'session.newkey',
  about:
    'Makes a key that logs somebody in once, within five minutes, by `auth` with `username` and `key`. The staff of the ' +
    'provider makes it for a client of their own or for themselves, a client for themselves.',
  access: 'public',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({
    username: line(254)
      .transform((value) => value.toLowerCase())
      .describe('The login whose key it is.'),
    key: text(256)
      .min(SHORTEST_KEY)
      .describe(`The key, of ${String(SHORTEST_KEY)} characters or more, which whoever asks has made at random.`),
  }),
  answer: { ok: 'The key is known.' },
  errors: [
    ['access', 'session', 'nobody is logged in'],
    ['access', 'origin', 'only the cookie says who asks, and the request is no POST of a page of billing'],
  ],
  examples: [
    {
      title: 'for a client',
      as: 'provider',
      parameters: { username: 'rita@example.com', key: 'made-at-random-0123456789' },
    },
    {
      title: 'for somebody else',
      as: 'client',
      parameters: { username: 'ben@example.com', key: 'made-at-random-0123456789' },
    },
  ],
  async run({ username, key }, call) {
    await keepKey(call.store, { user: await userToLogIn(username, call), key, now: call.now });
    return { doc: saved() };
  },
});

/** The user of this name, if whoever asks may log in as them. */
async function userToLogIn(username: string, call: Call): Promise<number> {
  const asking = userOf(call);
  if (asking.email === username) return asking.id;
  const login = await findLogin(call.store, username);
  const theirs = asking.account === undefined && login?.account !== undefined && login.project === asking.project;
  if (login === undefined || !theirs)
    throw new PlatformError(
      'value',
      'username',
      { en: `there is no 'username' that you may log in`, ru: `нет 'username', от имени которого вы можете войти` },
      username,
    );
  return login.id;
}
