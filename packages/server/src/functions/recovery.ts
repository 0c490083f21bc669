import { z } from 'zod';
import { declare } from '../call/declare.ts';
import { line, sok, text } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { missed } from '../call/platform-error.ts';
import { tooMany } from '../call/too-many.ts';
import { recoveryPage } from '../pages/recovery.tsx';
import { offerRecovery } from '../sessions/recovery.ts';
import { countTry, type Limit, tryOfAccount } from '../sessions/tries.ts';
import { findLogin } from '../sessions/users.ts';

const HOUR = 3_600_000;

/** Nobody's mailbox is filled from here. */
const MAILS_OF_ACCOUNT: Limit = { most: 3, span: HOUR };
const MAILS_OF_ADDRESS: Limit = { most: 30, span: HOUR };

export default declare({
  name: 'recovery',
  about:
    'Sends somebody who has forgotten the password a mail with a way to a new one. The answer is the same for an address ' +
    'that nobody has. Without `sok` it is the form.',
  access: 'public',
  readableBy: 'sites',
  parameters: z.object({
    sok,
    email: line(254)
      .transform((value) => value.toLowerCase())
      .pipe(z.email())
      .optional()
      .describe('The e-mail.'),
    redirect: text(2048).optional().describe('The page to open after a login that the page leads to.'),
  }),
  answer: { ok: 'If somebody has this e-mail, a mail is on its way.' },
  errors: [['auth', 'badip', 'too many were asked for from this address']],
  examples: [
    { title: 'the form', parameters: {} },
    { title: 'a client', parameters: { sok: 'ok', email: 'rita@example.com' } },
    { title: 'an address that nobody has', parameters: { sok: 'ok', email: 'nobody@example.com' } },
  ],
  async run({ sok: confirmed, email }, call) {
    if (!confirmed) return { doc: form(), page: recoveryPage(call) };
    if (email === undefined) throw missed('email');
    const { store, network, now } = call;
    const until = await countTry(store, `recovery address ${network}`, MAILS_OF_ADDRESS, now);
    if (until !== undefined) throw tooMany(TOO_MANY, until - now);
    const enough = (await countTry(store, tryOfAccount('recovery', email), MAILS_OF_ACCOUNT, now)) !== undefined;
    if (!enough)
      await store.transaction().execute(async (writing) => {
        const login = await findLogin(writing, email);
        if (login !== undefined) await offerRecovery(writing, { user: login.id, email: login.email, call });
      });
    return { doc: saved(), page: recoveryPage(call, { sent: true }) };
  },
  refused: (error, call) => recoveryPage(call, { error }),
});

const TOO_MANY = { en: 'too many mails were asked for', ru: 'слишком много запросов' };
