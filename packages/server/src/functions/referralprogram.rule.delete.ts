import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { removeRule, ruleOf } from '../store/rules.ts';

export default declare({
  name: 'referralprogram.rule.delete',
  about:
    'Takes a rule away. Where its program has referrals it is never removed, only **closed**, and the answer says ' +
    '`closed`: it rewards no expense from now on, those before are rewarded by the next run, and its rewards stay.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({
    elid: id.describe('The rule.'),
    plid: id.optional().describe('Its program.'),
  }),
  answer: { ok: 'It is gone.', closed: '`on`: it may have rewards, and was closed instead.' },
  examples: [
    { title: 'a rule whose program has referrals', as: 'provider', parameters: { elid: '1', plid: '1' } },
    { title: 'a rule that is not there', as: 'provider', parameters: { elid: '99' } },
  ],
  async run({ elid, plid }, call) {
    const outcome = await changing(call, async (writing, { project }) => {
      const before = await ruleOf(writing, project, elid);
      if (before === undefined) throw noSuch('elid', elid);
      if (plid !== undefined && plid !== before.referralprogram) throw noSuch('plid', plid);
      const outcome = await removeRule(writing, before, call.now);
      await audit(writing, call, { elid, before });
      return outcome;
    });
    return { doc: saved(outcome === 'closed' ? { closed: { text: 'on' } } : {}) };
  },
});
