import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare, staffOf } from '../call/declare.ts';
import { id, sok } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { missed, PlatformError } from '../call/platform-error.ts';
import { isClientOf } from '../store/clients.ts';
import { addPartner, programOf } from '../store/programs.ts';

export default declare({
  name: 'referralprogram.referer.edit',
  about:
    'Lets a client take part in a program as a partner: the entry in `referralprogram_referer` that seed 000 shows. Who ' +
    "is not in the program's `account_group`, or is in a group that may not take part, keeps the place, and it counts " +
    'when that changes. Without `sok` it is the form.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters: z.object({
    sok,
    plid: id.describe('The program.'),
    account: id.optional().describe('The client.'),
  }),
  answer: { ok: 'Saved.' },
  errors: [['exists', 'account', 'the client takes part already']],
  examples: [
    { title: 'the form', as: 'provider', parameters: { plid: '1' } },
    { title: 'a client takes part', as: 'provider', parameters: { sok: 'ok', plid: '1', account: '1' } },
    { title: 'a client who takes part already', as: 'provider', parameters: { sok: 'ok', plid: '1', account: '2' } },
  ],
  async run({ sok, plid, account }, call) {
    const programIn = async (store: Parameters<typeof programOf>[0], project: number): Promise<void> => {
      if ((await programOf(store, project, plid))?.closed !== null) throw noSuch('plid', plid);
    };
    if (!sok) {
      await programIn(call.store, staffOf(call).project);
      return { doc: form({ values: { plid } }) };
    }
    await changing(call, async (writing, { project }) => {
      await programIn(writing, project);
      if (account === undefined) throw missed('account');
      if (!(await isClientOf(writing, project, account))) throw noSuch('account', account);
      const place = { account, project, referralprogram: plid };
      if (!(await addPartner(writing, place)))
        throw new PlatformError(
          'exists',
          'account',
          { en: 'this client takes part already', ru: 'этот клиент уже участвует' },
          String(account),
        );
      await audit(writing, call, { elid: plid, after: place });
    });
    return { doc: saved() };
  },
});
