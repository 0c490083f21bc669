import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { programOf, removeProgram } from '../store/programs.ts';

export default declare({
  name: 'referralprogram.delete',
  about:
    'Takes a referral program away (seed 001). One that has clicks, referrals or rewards is never removed, only ' +
    '**closed**, and the answer says `closed`: from now on it counts no clicks and rewards no expenses, nobody joins ' +
    'it, and it cannot be changed; what was earned before is rewarded and paid. Again, it is closed already.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({ elid: id.describe('The program.') }),
  answer: { ok: 'It is gone.', closed: '`on`: it has a history, and was closed instead.' },
  examples: [
    { title: 'a program that has referrals', as: 'provider', parameters: { elid: '1' } },
    { title: 'a program that is not there', as: 'provider', parameters: { elid: '99' } },
  ],
  async run({ elid }, call) {
    const outcome = await changing(call, async (writing, { project }) => {
      const before = await programOf(writing, project, elid);
      if (before === undefined) throw noSuch('elid', elid);
      if (before.closed !== null) return 'closed';
      const outcome = await removeProgram(writing, elid, call.now);
      await audit(writing, call, { elid, before, after: await programOf(writing, project, elid) });
      return outcome;
    });
    return { doc: saved(outcome === 'closed' ? { closed: { text: 'on' } } : {}) };
  },
});
