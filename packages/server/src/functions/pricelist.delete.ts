import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { removeTariff, tariffOf } from '../store/tariff-changes.ts';

export default declare({
  name: 'pricelist.delete',
  about:
    'Takes a tariff away. One that somebody has ordered, or that the rule of a referral program names, is never removed, ' +
    'only **closed**, and the answer says `closed`: nobody can order it and it leaves the baskets, services and expenses ' +
    'stay. `pricelist.edit` with `active=on` opens it again.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({ elid: id.describe('The tariff.') }),
  answer: { ok: 'It is gone.', closed: '`on`: it was ordered, and is closed instead.' },
  examples: [
    { title: 'a tariff that was ordered', as: 'provider', parameters: { elid: '1' } },
    { title: 'a tariff that nobody has ordered', as: 'provider', parameters: { elid: '2' } },
    { title: 'a tariff that is not there', as: 'provider', parameters: { elid: '99' } },
  ],
  async run({ elid }, call) {
    const outcome = await changing(call, async (writing, { project }) => {
      const before = await tariffOf(writing, project, elid);
      if (before === undefined) throw noSuch('elid', elid);
      const outcome = await removeTariff(writing, elid);
      await audit(writing, call, { elid, before: { ...before, costs: Object.fromEntries(before.costs) } });
      return outcome;
    });
    return { doc: saved(outcome === 'closed' ? { closed: { text: 'on' } } : {}) };
  },
});
