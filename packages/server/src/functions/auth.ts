import { z } from 'zod';
import { loginPage } from '../pages/login.tsx';
import { isPassword } from '../sessions/password.ts';
import { logIn } from '../sessions/session.ts';
import { line, text } from './fields.ts';
import { declare } from './function.ts';
import { PlatformError } from './platform-error.ts';
import { startFormAddress } from './start-form.ts';

/** Logs somebody in with `username` and `password` (seed 002); without them it is the form. */
export const auth = declare({
  name: 'auth',
  access: 'public',
  readableBy: 'sites',
  changesSession: ({ username, password, sok }) => Boolean(username ?? password ?? sok),
  parameters: z.object({
    username: line(254)
      .transform((value) => value.toLowerCase())
      .optional(),
    password: text(256).optional(),
    redirect: text(2048).optional(),
    sok: z.string().optional(),
  }),
  async run({ username, password, redirect, sok }, call) {
    const goTo = startFormAddress(call.base, redirect);
    if (username === undefined && password === undefined && !sok) {
      if (call.session?.user) return { doc: {}, goTo };
      return { doc: { children: { slist: [] } }, page: loginPage(call) };
    }
    if (username === undefined) throw new PlatformError('missed', 'username', `'username' is missing`);
    if (password === undefined) throw new PlatformError('missed', 'password', `'password' is missing`);
    const user = await call.store
      .selectFrom('user')
      .where('email', '=', username)
      .select(['id', 'passwd'])
      .executeTakeFirst();
    // An unknown name costs as much time as a wrong password, and is told in the same words.
    const right = await isPassword(password, user?.passwd);
    if (user === undefined || !right) throw new PlatformError('auth', 'badpassword', 'wrong name or password');
    const token = await logIn(call.store, { session: call.session, user: user.id, now: call.now });
    return {
      doc: { children: { auth: { attributes: { id: token, level: '16' }, text: token } } },
      goTo,
      token,
    };
  },
  refused: (error, call) => loginPage(call, error),
});
