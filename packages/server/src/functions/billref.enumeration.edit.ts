import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { COSTS, costs, costsNow, writtenCosts } from '../call/costs.ts';
import { declare, staffOf } from '../call/declare.ts';
import { id, line, sok } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { missed, neverChanges, PlatformError } from '../call/platform-error.ts';
import type { Costs } from '../prices/price-order.ts';
import { addonOf, changeElement, elementOf } from '../store/addon-changes.ts';
import { addElement } from '../store/addons.ts';
import { currencyOfProvider } from '../store/provider-currency.ts';

export default declare({
  name: 'billref.enumeration.edit',
  about:
    'Makes an element of an add-on of type 3, or with `elid` changes one; without `sok` it is the form. It keeps its id, ' +
    'which links to orders hold, and is never removed: it is sold as long as it has a `cost`. The form of its add-on ' +
    '(`pricelist.detail.edit`) names all of them.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters: z.object({
    sok,
    elid: id.optional().describe('The element to change. Without it, a new one.'),
    plid: id.optional().describe('Its add-on. A new element needs one.'),
    name: line(200).optional().describe('Its name. A new element needs one.'),
    cost: costs.optional().describe(`What it costs ${COSTS}. Sent empty, it is not sold any more.`),
  }),
  answer: { ok: 'Saved.', id: 'The id of a new element.', '*': 'Without `sok`: the values as they are.' },
  examples: [
    { title: 'the form of an element', as: 'provider', parameters: { elid: '2' } },
    {
      title: 'a new element',
      as: 'provider',
      parameters: { sok: 'ok', plid: '3', name: 'FreeBSD', cost: '1:0,12:0' },
    },
    { title: 'an element of what is counted', as: 'provider', parameters: { sok: 'ok', plid: '2', name: 'Much' } },
  ],
  async run({ sok: confirmed, elid, plid, ...given }, call) {
    if (!confirmed) {
      const { project } = staffOf(call);
      const element = elid === undefined ? undefined : await elementOf(call.store, project, elid);
      if (elid !== undefined && element === undefined) throw noSuch('elid', elid);
      const { exponent } = await currencyOfProvider(call.store, project);
      return { doc: form({ values: { elid, ...(element === undefined ? { plid } : valuesOf(element, exponent)) } }) };
    }
    const created = await changing(call, async (writing, { project }) => {
      const { exponent } = await currencyOfProvider(writing, project);
      const before = elid === undefined ? undefined : await elementOf(writing, project, elid);
      if (elid !== undefined && before === undefined) throw noSuch('elid', elid);
      if (before !== undefined && plid !== undefined && plid !== before.addon) throw neverChanges('plid', String(plid));
      const addon = before?.addon ?? plid;
      const name = given.name || before?.name;
      if (addon === undefined) throw missed('plid');
      if (!name) throw missed('name');
      const type = (await addonOf(writing, project, addon))?.addontype;
      if (type === undefined) throw noSuch('plid', addon);
      if (type !== 3) throw new PlatformError('value', 'plid', NO_ENUMERATION, String(addon));
      const costs = costsNow(call, { given: given.cost, before: before?.costs, exponent });
      const terms = { addon, name, costs };
      const element = elid ?? (await addElement(writing, { ...terms, costs: Object.fromEntries(costs) }));
      if (elid !== undefined) await changeElement(writing, elid, terms);
      await audit(writing, call, {
        elid: element,
        before: before && valuesOf(before, exponent),
        after: valuesOf(terms, exponent),
      });
      return elid === undefined ? element : undefined;
    });
    return { doc: saved(created === undefined ? {} : { id: { text: String(created) } }) };
  },
});

const NO_ENUMERATION = {
  en: 'this add-on is not one of several elements',
  ru: 'это дополнение не из нескольких элементов',
};

const valuesOf = ({ addon, name, costs }: { addon: number; name: string; costs: Costs }, exponent: number) => ({
  plid: addon,
  name,
  cost: writtenCosts(costs, exponent),
});
