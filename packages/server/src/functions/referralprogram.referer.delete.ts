import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { programOf, withdrawPartner } from '../store/programs.ts';

export default declare({
  name: 'referralprogram.referer.delete',
  about:
    'Takes a partner out of a program: nobody new becomes a referral of theirs by it. Those who are stay, and so do ' +
    'rewards and payments; since when the partner is out is kept.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({ plid: id.describe('The program.'), elid: id.describe('The partner: the id of the client.') }),
  answer: { ok: 'The partner is out.' },
  examples: [
    { title: 'a partner', as: 'provider', parameters: { plid: '1', elid: '2' } },
    { title: 'a client who takes no part', as: 'provider', parameters: { plid: '1', elid: '3' } },
  ],
  async run({ plid, elid }, call) {
    await changing(call, async (writing, { project }) => {
      if ((await programOf(writing, project, plid)) === undefined) throw noSuch('plid', plid);
      const place = { account: elid, project, referralprogram: plid };
      if (!(await withdrawPartner(writing, place, call.now))) throw noSuch('elid', elid);
      await audit(writing, call, { elid: plid, before: place });
    });
    return { doc: saved() };
  },
});
