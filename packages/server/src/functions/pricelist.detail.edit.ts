import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing, fieldNow } from '../call/changing.ts';
import { COSTS, costs, costsNow, writtenCosts } from '../call/costs.ts';
import { type Answer, type Call, declare, staffOf } from '../call/declare.ts';
import { id, line, sok } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { missed, neverChanges, PlatformError } from '../call/platform-error.ts';
import type { Addon } from '../prices/price-order.ts';
import { addonOf, type AddonOfTariff, changeAddon } from '../store/addon-changes.ts';
import { addAddon } from '../store/addons.ts';
import type { Writing } from '../store/open.ts';
import { currencyOfProvider } from '../store/provider-currency.ts';
import { tariffOf } from '../store/tariff-changes.ts';

const parameters = z.object({
  sok,
  elid: id.optional().describe('The add-on to change. Without it, a new one.'),
  plid: id.optional().describe('Its tariff. A new add-on needs one.'),
  name: line(200).optional().describe('Its name. A new add-on needs one.'),
  intname: z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9_.-]{0,39}$/)
    .optional()
    .describe(
      'The internal name of its type of product, `disk`, by which `pricelist.export` tells add-ons apart. A new add-on ' +
        'needs one; it is never changed.',
    ),
  addontype: z
    .enum(['1', '2', '3'])
    .transform((type) => Number(type) as Addon['addontype'])
    .optional()
    .describe(
      '1: it is taken or not. 2: an amount of it. 3: one of several elements, those of `billref.enumeration.edit` or ' +
        'add-ons that name it as `main`. A new add-on needs one; it is never changed.',
    ),
  cost: costs
    .optional()
    .describe(
      `What it costs ${COSTS}; of one that is counted, each unit. Sent empty, it is not sold any more. One of several ` +
        'elements has none: its elements cost.',
    ),
  maximum: id.optional().describe('The largest amount, of one that is counted.'),
  main: id
    .optional()
    .describe('The add-on of type 3, of the same tariff, whose element it is (seed 002: "client can choose").'),
});

type Given = z.output<typeof parameters>;

export default declare({
  name: 'pricelist.detail.edit',
  about:
    'Makes an add-on of a tariff, or with `elid` changes one; without `sok` it is the form. What is not sent stays as it ' +
    'is, what is sent empty is cleared. What holds of the prices of a tariff (`pricelist.edit`) holds of these.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters,
  answer: {
    ok: 'Saved.',
    id: 'The id of a new add-on.',
    'slist@name': '`enumeration`: the elements of one of type 3, by their ids.',
    '*': 'Without `sok`: the values as they are.',
  },
  examples: [
    { title: 'the form of an add-on', as: 'provider', parameters: { elid: '3' } },
    {
      title: 'disk space',
      as: 'provider',
      parameters: {
        sok: 'ok',
        plid: '2',
        name: 'Disk space, GB',
        intname: 'disk',
        addontype: '2',
        cost: '1:0.50,12:5',
        maximum: '500',
      },
    },
    { title: 'an add-on that is sold no more', as: 'provider', parameters: { sok: 'ok', elid: '1', cost: '' } },
    { title: 'a price of several elements', as: 'provider', parameters: { sok: 'ok', elid: '3', cost: '1:1' } },
  ],
  run: (given, call) => (given.sok ? save(given, call) : shown(given, call)),
});

async function save(given: Given, call: Call): Promise<Answer> {
  const { elid } = given;
  const created = await changing(call, async (writing, { project }) => {
    const { exponent } = await currencyOfProvider(writing, project);
    const before = elid === undefined ? undefined : await addonOf(writing, project, elid);
    if (elid !== undefined && before === undefined) throw noSuch('elid', elid);
    const terms = termsOf(given, { call, before, exponent });
    if (before === undefined) await checkPlace(writing, project, terms);
    const addon = elid ?? (await addAddon(writing, { ...terms, costs: Object.fromEntries(terms.costs) }));
    if (elid !== undefined) await changeAddon(writing, elid, terms);
    await audit(writing, call, {
      elid: addon,
      before: before && valuesOf(before, exponent),
      after: valuesOf(terms, exponent),
    });
    return elid === undefined ? addon : undefined;
  });
  return { doc: saved(created === undefined ? {} : { id: { text: String(created) } }) };
}

type Terms = Omit<AddonOfTariff, 'id' | 'elements'>;

/** What an add-on says from now on. */
function termsOf(
  given: Given,
  { call, before, exponent }: { call: Call; before: AddonOfTariff | undefined; exponent: number },
): Terms {
  const name = given.name || before?.name;
  if (!name) throw missed('name');
  const pricelist = kept('plid', given.plid, before?.pricelist);
  const intname = kept('intname', given.intname, before?.intname);
  const addontype = kept('addontype', given.addontype, before?.addontype);
  if (before !== undefined && given.main !== undefined && given.main !== before.main)
    throw neverChanges('main', String(given.main));
  const costs = costsNow(call, { given: given.cost, before: before?.costs, exponent });
  const maximum = fieldNow(call, 'maximum', given.maximum, before?.maximum);
  if (addontype === 3 && costs.size > 0) throw new PlatformError('value', 'cost', ELEMENTS_COST, given.cost);
  if (addontype !== 2 && maximum !== null) throw new PlatformError('value', 'maximum', NOT_COUNTED, String(maximum));
  return { pricelist, name, intname, addontype, maximum, main: before?.main ?? given.main ?? null, costs };
}

/** What a new add-on needs, and an old one keeps. */
function kept<T extends string | number>(parameter: string, given: T | undefined, before: T | undefined): T {
  const value = given ?? before;
  if (value === undefined) throw missed(parameter);
  if (before !== undefined && value !== before) throw neverChanges(parameter, String(value));
  return value;
}

const ELEMENTS_COST = {
  en: `an add-on of several elements has no 'cost': its elements have`,
  ru: `у дополнения из нескольких элементов нет 'cost': цены есть у элементов`,
};
const NOT_COUNTED = {
  en: `only an add-on that is counted has a 'maximum'`,
  ru: `'maximum' бывает только у дополнения, которое заказывают количеством`,
};

/** Whether a new add-on can be where it is to be. */
async function checkPlace(writing: Writing, project: number, { pricelist, addontype, main }: Terms): Promise<void> {
  if ((await tariffOf(writing, project, pricelist)) === undefined) throw noSuch('plid', pricelist);
  if (main === null) return;
  const parent = await addonOf(writing, project, main);
  // An element of several that has elements itself could not be sent: its value would be theirs.
  if (parent?.pricelist !== pricelist || parent.addontype !== 3 || addontype === 3) throw noSuch('main', main);
}

const valuesOf = ({ pricelist, name, intname, addontype, costs, maximum, main }: Terms, exponent: number) => ({
  plid: pricelist,
  name,
  intname,
  addontype,
  cost: writtenCosts(costs, exponent),
  maximum: maximum ?? undefined,
  main: main ?? undefined,
});

async function shown({ elid, plid }: Given, call: Call): Promise<Answer> {
  const { project } = staffOf(call);
  const addon = elid === undefined ? undefined : await addonOf(call.store, project, elid);
  if (elid !== undefined && addon === undefined) throw noSuch('elid', elid);
  const { exponent } = await currencyOfProvider(call.store, project);
  const elements = addon?.elements.map(({ id, name }) => [String(id), name] as const);
  return {
    doc: form({
      values: { elid, ...(addon === undefined ? { plid } : valuesOf(addon, exponent)) },
      lists: elements === undefined || elements.length === 0 ? {} : { enumeration: elements },
    }),
  };
}
