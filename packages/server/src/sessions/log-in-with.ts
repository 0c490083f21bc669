import { PlatformError } from '../call/platform-error.ts';
import { tooMany } from '../call/too-many.ts';
import type { Store } from '../store/open.ts';
import { isPassword } from './password.ts';
import { inTurn } from './in-turn.ts';
import { spendKey } from './login-key.ts';
import { countTry, takeBackTry, TRIES_OF_ACCOUNT, TRIES_OF_ADDRESS, tryOfAccount } from './tries.ts';
import { findLogin, type Login } from './users.ts';

/** What somebody says to be let in. */
export interface Credentials {
  readonly username: string;
  /** The password, or a key that is used up by it. */
  readonly secret: { readonly password: string } | { readonly key: string };
  /** The provider whose client they say they are. */
  readonly project?: number | undefined;
}

/** The errors that follow, for a function's declaration. */
export const LOGIN_ERRORS = [
  ['auth', 'badpassword', 'the name, the password or the key is wrong'],
  ['auth', 'badip', 'too many wrong ones, for this name or from this address'],
] as const;

/**
 * Who it is that says so. A name that nobody has costs as much as a wrong password, is counted and told alike.
 *
 * @throws PlatformError `auth`
 */
export const logInWith = (
  credentials: Credentials,
  asked: { store: Store; network: string; now: number },
): Promise<Login> =>
  // A try counts until it has proved right: many calls at once with the right password would use up the limit.
  inTurn(credentials.username, () => logInNow(credentials, asked));

async function logInNow(
  { username, secret, project }: Credentials,
  { store, network, now }: { store: Store; network: string; now: number },
): Promise<Login> {
  const tries = [
    [`auth address ${network}`, TRIES_OF_ADDRESS],
    [tryOfAccount('auth', username), TRIES_OF_ACCOUNT],
  ] as const;
  for (const [what, limit] of tries) {
    const until = await countTry(store, what, limit, now);
    if (until !== undefined) throw tooMany(TOO_MANY, until - now);
  }
  const login = await findLogin(store, username);
  const right =
    'password' in secret
      ? await isPassword(secret.password, login?.passwd)
      : await spendKey(store, { user: login?.id ?? 0, key: secret.key, now });
  if (login === undefined || !right || (project !== undefined && project !== login.project))
    throw new PlatformError('auth', 'badpassword', {
      en: 'wrong name or password',
      ru: 'неверное имя или пароль',
    });
  for (const [what] of tries) await takeBackTry(store, what);
  return login;
}

const TOO_MANY = { en: 'too many wrong passwords', ru: 'слишком много неверных паролей' };
