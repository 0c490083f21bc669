import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing, fieldNow } from '../call/changing.ts';
import { COSTS, costs, costsNow, writtenCosts } from '../call/costs.ts';
import { type Answer, type Call, declare, staffOf } from '../call/declare.ts';
import { flag, id, line, sok } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { missed, neverChanges } from '../call/platform-error.ts';
import { accountGroupsOf } from '../store/account-groups.ts';
import { currencyOfProvider } from '../store/provider-currency.ts';
import { changeTariff, tariffOf, type TariffTerms } from '../store/tariff-changes.ts';
import { addTariff } from '../store/tariffs.ts';

const parameters = z.object({
  sok,
  elid: id.optional().describe('The tariff to change. Without it, a new one.'),
  name: line(200).optional().describe('Its name. A new tariff needs one.'),
  itemtype: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/)
    .optional()
    .describe(
      'The internal name of its type of product, `vhost`, which its order links begin with. A new tariff needs one; it ' +
        'is never changed.',
    ),
  cost: costs.optional().describe(`What it costs ${COSTS}. A new tariff needs it.`),
  active: flag.describe('`off`: it is closed, nobody can order it. A new tariff is `on`.'),
  account_group: id.optional().describe('The group of clients who alone may order it; everybody by default.'),
});

type Given = z.output<typeof parameters>;

export default declare({
  name: 'pricelist.edit',
  about:
    'Makes a tariff, or with `elid` changes one; without `sok` it is the form. What is not sent stays as it is, what is ' +
    'sent empty is cleared. A basket costs what its tariffs cost now, until it is paid, and who pays says how much that ' +
    'is: nobody pays a new price unseen. What was paid stays as it was. Its add-ons are those of `pricelist.detail`.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters,
  answer: { ok: 'Saved.', id: 'The id of a new tariff.', '*': 'Without `sok`: the values as they are.' },
  examples: [
    { title: 'the form of a tariff', as: 'provider', parameters: { elid: '1' } },
    {
      title: 'a new tariff',
      as: 'provider',
      parameters: {
        sok: 'ok',
        name: 'Business',
        itemtype: 'vhost',
        cost: '-100:0,1:19.90,12:199',
        active: 'on',
        account_group: '1',
      },
    },
    { title: 'another price', as: 'provider', parameters: { sok: 'ok', elid: '1', cost: '1:12.50,12:125' } },
    { title: 'two prices for a month', as: 'provider', parameters: { sok: 'ok', elid: '1', cost: '1:12.50,1:13' } },
  ],
  run: (given, call) => (given.sok ? save(given, call) : shown(given, call)),
});

async function save(given: Given, call: Call): Promise<Answer> {
  const { elid } = given;
  const created = await changing(call, async (writing, { project }) => {
    const { exponent } = await currencyOfProvider(writing, project);
    const before = elid === undefined ? undefined : await tariffOf(writing, project, elid);
    if (elid !== undefined && before === undefined) throw noSuch('elid', elid);
    const terms = termsOf(given, { call, before, exponent });
    const { account_group: group } = terms;
    if (group !== null && !(await accountGroupsOf(writing, project)).some(({ id }) => id === group))
      throw noSuch('account_group', group);
    const tariff = elid ?? (await addTariff(writing, { ...terms, project, costs: Object.fromEntries(terms.costs) }));
    if (elid !== undefined) await changeTariff(writing, elid, terms);
    await audit(writing, call, {
      elid: tariff,
      before: before && valuesOf(before, exponent),
      after: valuesOf(terms, exponent),
    });
    return elid === undefined ? tariff : undefined;
  });
  return { doc: saved(created === undefined ? {} : { id: { text: String(created) } }) };
}

/** What a tariff says from now on. */
function termsOf(
  given: Given,
  { call, before, exponent }: { call: Call; before: TariffTerms | undefined; exponent: number },
): TariffTerms {
  const name = given.name || before?.name;
  if (!name) throw missed('name');
  const itemtype = given.itemtype ?? before?.itemtype;
  if (itemtype === undefined) throw missed('itemtype');
  if (before !== undefined && itemtype !== before.itemtype) throw neverChanges('itemtype', itemtype);
  const costs = costsNow(call, { given: given.cost, before: before?.costs, exponent });
  if (costs.size === 0) throw missed('cost');
  return {
    name,
    itemtype,
    costs,
    enabled: (given.active ?? before?.enabled !== 0) ? 1 : 0,
    account_group: fieldNow(call, 'account_group', given.account_group, before?.account_group),
  };
}

const valuesOf = ({ name, itemtype, costs, enabled, account_group }: TariffTerms, exponent: number) => ({
  name,
  itemtype,
  cost: writtenCosts(costs, exponent),
  active: enabled === 1 ? 'on' : 'off',
  account_group: account_group ?? undefined,
});

async function shown({ elid }: Given, call: Call): Promise<Answer> {
  const { store } = call;
  const { project } = staffOf(call);
  const tariff = elid === undefined ? undefined : await tariffOf(store, project, elid);
  if (elid !== undefined && tariff === undefined) throw noSuch('elid', elid);
  const { exponent } = await currencyOfProvider(store, project);
  const groups = (await accountGroupsOf(store, project)).map(({ id, name }) => [String(id), name] as const);
  const everybody = call.lang === 'ru' ? 'все клиенты' : 'all clients';
  return {
    doc: form({
      values: { elid, ...(tariff === undefined ? { active: 'on' } : valuesOf(tariff, exponent)) },
      lists: { account_group: [['', everybody], ...groups] },
    }),
  };
}
