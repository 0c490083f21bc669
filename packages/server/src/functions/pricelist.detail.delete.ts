import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { addonOf, removeAddon } from '../store/addon-changes.ts';

export default declare({
  name: 'pricelist.detail.delete',
  about:
    'Takes an add-on away, with its elements and the add-ons that are. Where its tariff was ordered it is never removed, ' +
    'only **closed**, and the answer says `closed`: it is sold for no period any more, and leaves the baskets with what ' +
    'it was chosen for.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({
    elid: id.describe('The add-on.'),
    plid: id.optional().describe('Its tariff.'),
  }),
  answer: { ok: 'It is gone.', closed: '`on`: its tariff was ordered, and it is closed instead.' },
  examples: [
    { title: 'an add-on of a tariff that was ordered', as: 'provider', parameters: { elid: '3', plid: '1' } },
    { title: 'an add-on that is not there', as: 'provider', parameters: { elid: '99' } },
  ],
  async run({ elid, plid }, call) {
    const outcome = await changing(call, async (writing, { project }) => {
      const before = await addonOf(writing, project, elid);
      if (before === undefined) throw noSuch('elid', elid);
      if (plid !== undefined && plid !== before.pricelist) throw noSuch('plid', plid);
      const outcome = await removeAddon(writing, before);
      const { name, intname, addontype, pricelist } = before;
      await audit(writing, call, { elid, before: { pricelist, name, intname, addontype } });
      return outcome;
    });
    return { doc: saved(outcome === 'closed' ? { closed: { text: 'on' } } : {}) };
  },
});
