import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { changeRule, ruleOfCondition } from '../store/rules.ts';

export default declare({
  name: 'referralprogram.rule.condition.delete',
  about: 'Takes a condition out of its rule, of which a new version begins: expenses before are judged with it.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({
    elid: id.describe('The condition.'),
    plid: id.optional().describe('Its rule, or the program of that.'),
  }),
  answer: { ok: 'It is gone.' },
  examples: [
    { title: 'a condition', as: 'provider', parameters: { elid: '1', plid: '3' } },
    { title: 'a condition that is not there', as: 'provider', parameters: { elid: '99' } },
  ],
  async run({ elid, plid }, call) {
    await changing(call, async (writing, { project }) => {
      const found = await ruleOfCondition(writing, project, elid);
      if (found === undefined) throw noSuch('elid', elid);
      const { rule, condition } = found;
      if (plid !== undefined && plid !== rule.id && plid !== rule.referralprogram) throw noSuch('plid', plid);
      await changeRule(writing, rule, { condition: { id: elid, terms: undefined } }, call.now);
      await audit(writing, call, { elid, before: condition });
    });
    return { doc: saved() };
  },
});
