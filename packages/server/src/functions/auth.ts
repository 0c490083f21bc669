import { z } from 'zod';
import { loginPage } from '../pages/login.tsx';
import { LOGIN_ERRORS, logInWith } from '../sessions/log-in-with.ts';
import { levelOf, logIn } from '../sessions/session.ts';
import { declare } from '../call/declare.ts';
import { flag, id, line, sok, text } from '../call/fields.ts';
import { form } from '../call/form.ts';
import { missed } from '../call/platform-error.ts';
import { startFormAddress } from '../call/start-form.ts';
import { langOf } from '../call/words.ts';

export default declare({
  name: 'auth',
  about:
    'Logs somebody in with `username` and `password` (seed 002), or a `key` that is used up by it; without them it is the ' +
    'form. `lang` is remembered with the session. After too many wrong ones it is refused for some minutes.',
  access: 'public',
  readableBy: 'sites',
  changesSession: ({ username, password, key, sok }) => Boolean(username ?? password ?? key ?? sok),
  parameters: z.object({
    username: line(254)
      .transform((value) => value.toLowerCase())
      .optional()
      .describe('The login, usually the e-mail.'),
    password: text(256).optional().describe('The password.'),
    key: text(256).optional().describe('Instead of the password: a key of `session.newkey` or of `register`, once.'),
    project: id.optional().describe('The provider: of another one nobody is known.'),
    forget: flag.describe('Accepted, as clients send it: no browser keeps a session beyond its own anyway.'),
    redirect: text(2048).optional().describe('The page to open afterwards, as links of `register` name it.'),
    sok,
  }),
  answer: {
    auth: 'The session, to be sent as `auth`.',
    'auth@id': 'The same.',
    'auth@level': '16 for a client, 29 for the staff of the provider.',
  },
  errors: LOGIN_ERRORS,
  examples: [
    { title: 'a client', parameters: { username: 'rita@example.com', password: 'example-password' } },
    { title: 'a wrong password', parameters: { username: 'rita@example.com', password: 'another' } },
  ],
  async run({ username, password, key, project, redirect, sok: confirmed }, call) {
    const goTo = startFormAddress(call.base, redirect);
    const { lang } = call.raw;
    if (username === undefined && password === undefined && key === undefined && !confirmed) {
      if (call.session?.user) return { doc: {}, goTo };
      return { doc: form(), page: loginPage(call) };
    }
    if (username === undefined) throw missed('username');
    if (password === undefined && key === undefined) throw missed('password');
    const secret = key === undefined ? { password: password ?? '' } : { key };
    const login = await logInWith({ username, secret, project }, call);
    const token = await logIn(call.store, {
      session: call.session,
      user: login.id,
      lang: lang === undefined ? undefined : langOf(lang),
      now: call.now,
    });
    return {
      doc: {
        children: { auth: { attributes: { id: token, level: levelOf(login) }, text: token } },
      },
      goTo,
      token,
    };
  },
  refused: (error, call) => loginPage(call, error),
});
