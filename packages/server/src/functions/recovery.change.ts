import { z } from 'zod';
import { declare } from '../call/declare.ts';
import { sok, text } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { missed, PlatformError } from '../call/platform-error.ts';
import { newPasswordPage } from '../pages/recovery.tsx';
import { hashPassword, SHORTEST_PASSWORD } from '../sessions/password.ts';
import { findRecovery, recover } from '../sessions/recovery.ts';

export default declare({
  name: 'recovery.change',
  about:
    'Changes a password by the key of the mail that `recovery` sent, once, and ends the sessions of that login. Without ' +
    '`sok` it is the form.',
  access: 'public',
  readableBy: 'nobody',
  parameters: z.object({
    sok,
    key: text(256).optional().describe('The key of the mail.'),
    passwd: text(256)
      .min(SHORTEST_PASSWORD)
      .optional()
      .describe(`The new password, of ${String(SHORTEST_PASSWORD)} characters or more.`),
    confirm: text(256).optional().describe('The password again.'),
  }),
  answer: { ok: 'The password is changed.' },
  errors: [['auth', 'nolink', 'the key was used, is over three hours old, or is none']],
  examples: [
    { title: 'the form', parameters: {} },
    { title: 'a key that is none', parameters: { sok: 'ok', key: 'none', passwd: 'example-password' } },
  ],
  async run({ sok: confirmed, key, passwd, confirm }, call) {
    if (!confirmed) return { doc: form(), page: newPasswordPage(call) };
    if (key === undefined) throw missed('key');
    if (passwd === undefined) throw missed('passwd');
    if (confirm !== undefined && confirm !== passwd)
      throw new PlatformError('value', 'confirm', {
        en: `'confirm' is not the same as 'passwd'`,
        ru: `'confirm' не совпадает с 'passwd'`,
      });
    const { store, now } = call;
    // A hash costs much, and is made for no key that is none.
    if ((await findRecovery(store, key, now)) === undefined) throw closed();
    const hashed = await hashPassword(passwd);
    const done = await store.transaction().execute((writing) => recover(writing, { key, passwd: hashed, now }));
    if (!done) throw closed();
    return { doc: saved(), goTo: `${call.base}?func=auth` };
  },
  refused: (error, call) => newPasswordPage(call, error),
});

const closed = (): PlatformError =>
  new PlatformError('auth', 'nolink', {
    en: 'this link was used or is too old; ask for a new one',
    ru: 'ссылка уже использована или устарела; запросите новую',
  });
