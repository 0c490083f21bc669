import type { AnswerElement } from '@billref/protocol';
import { z } from 'zod';
import { type Call, declare } from '../call/declare.ts';
import { id, ids, iso } from '../call/fields.ts';
import { PlatformError } from '../call/platform-error.ts';
import { providerAsked } from '../call/provider-asked.ts';
import { exchange, formatCost, type Rate } from '../prices/exchange.ts';
import { nameOfLength } from '../prices/period.ts';
import type { Addon, Costs } from '../prices/price-order.ts';
import { localDay } from '../referral/local-day.ts';
import { type ListedTariff, priceList, type Selection } from '../store/price-list.ts';
import { rateOf } from '../store/rates.ts';
import type { Currency } from '../store/tariffs.ts';

/** Types of product, as ids or internal names. */
const itemtypes = z
  .string()
  .max(1000)
  .regex(/^[a-zA-Z0-9_.-]+(\s*,\s*[a-zA-Z0-9_.-]+)*,?$/)
  .transform((value) =>
    value
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  )
  .optional();

export default declare({
  name: 'pricelist.export',
  about:
    "A provider's tariffs and add-ons with what they cost (seed 002), for a website to show. Anybody may read it. Costs " +
    'have four decimals. A tariff that only a group of clients may order is listed for those clients, and with ' +
    "`onlyavailable=off` for anybody; one that is disabled with `onlyavailable=off` for the provider's staff. The shape is " +
    'that which existing clients read; where they do not say (what stands in `enumeration`, how a second currency is ' +
    'given), it is chosen here.',
  access: 'public',
  readableBy: 'anyone',
  parameters: z.object({
    elid: id.optional().describe('The provider; by default that of whoever asks, or the first.'),
    project: id.optional().describe('The same, as some sites send it.'),
    onlyavailable: z
      .enum(['on', 'yes', 'off'])
      .default('on')
      .describe('`on` or `yes`: only tariffs that whoever asks may order. `off`: the others too.'),
    pricelist: ids.optional().describe('Only these tariffs: ids, separated by commas.'),
    exclude_pricelist: ids.optional().describe('Not these tariffs: ids, separated by commas.'),
    itemtype: itemtypes.describe('Only tariffs of these types of product: ids or internal names, separated by commas.'),
    addonitemtype: itemtypes.describe('Only add-ons of these types of product: ids or internal names.'),
    othercurrency: iso
      .optional()
      .describe('A second currency for the costs, by its ISO code: converted by the latest stored rate.'),
  }),
  answer: {
    'pricelist.id': 'The tariff.',
    'pricelist.name': 'Its name.',
    'pricelist.itemtype': 'The internal name of its type of product.',
    'pricelist.itemtype@id': 'The id of that type.',
    'pricelist.disabled': '`on` for one that is not sold any more.',
    'pricelist.price.period@type': '`trial`, `day`, `month` or `lifetime`.',
    'pricelist.price.period@length': 'How many months or days it is; 0 where that says nothing.',
    'pricelist.price.period@cost': "What it costs in the provider's currency; of an add-on that is counted, each unit.",
    'pricelist.price.period@othercost': 'The same in the second currency.',
    'pricelist.addon.id': 'The add-on: `N` of `addon_N`.',
    'pricelist.addon.name': 'Its name.',
    'pricelist.addon.intname': 'The internal name of its type of product.',
    'pricelist.addon.addontype': '1 taken or not, 2 an amount, 3 one of several elements.',
    'pricelist.addon.maximum': 'The largest amount.',
    'pricelist.addon.main': 'The add-on whose element it is.',
    'pricelist.addon.price': 'As that of the tariff.',
    'pricelist.addon.enumeration': 'Each element: `id`, `name` and `price`.',
    currency: "The provider's currency.",
    othercurrency: 'The second currency.',
  },
  examples: [
    { title: 'what anybody may order', parameters: {} },
    {
      title: 'two tariffs in a second currency',
      parameters: { elid: '1', pricelist: '1,3', othercurrency: 'USD', addonitemtype: 'disk' },
    },
    { title: 'a currency without a rate', parameters: { othercurrency: 'CHF' } },
  ],
  async run(given, call) {
    const provider = await providerAsked(call, namedProvider(given));
    const other =
      given.othercurrency === undefined ? undefined : await secondCurrency(call, provider, given.othercurrency);
    const listed = await priceList(call.store, {
      project: provider.id,
      ...whoseTariffs(call, provider.id, given.onlyavailable === 'off'),
      pricelist: given.pricelist,
      exclude: given.exclude_pricelist,
      itemtype: given.itemtype,
      addonitemtype: given.addonitemtype,
    });
    const currencies = { exponent: provider.exponent, other };
    return {
      doc: {
        children: {
          pricelist: listed.map((tariff) => tariffElement(tariff, currencies)),
          currency: { text: provider.iso },
          ...(other && { othercurrency: { text: other.currency.iso } }),
        },
      },
    };
  },
});

const namedProvider = ({ elid, project }: { elid?: number | undefined; project?: number | undefined }) =>
  elid !== undefined
    ? { name: 'elid', id: elid }
    : project !== undefined
      ? { name: 'project', id: project }
      : undefined;

/** Which tariffs are shown to whoever asks. */
function whoseTariffs({ session }: Call, project: number, others: boolean): Pick<Selection, 'which' | 'account'> {
  const user = session?.user?.project === project ? session.user : undefined;
  const account = user?.account;
  if (!others) return { which: 'available', account };
  return { which: user !== undefined && account === undefined ? 'all' : 'enabled', account };
}

interface SecondCurrency {
  readonly currency: Currency;
  readonly rate: Rate;
}

async function secondCurrency(
  { store, now }: Call,
  { id: project, timezone }: { id: number; timezone: string },
  iso: string,
): Promise<SecondCurrency> {
  const found = await rateOf(store, { project, iso, day: localDay(now, timezone) });
  if (found !== undefined) return found;
  const words = { en: `there is no rate for ${iso}`, ru: `нет курса для ${iso}` };
  throw new PlatformError('value', 'othercurrency', words, iso);
}

interface Currencies {
  readonly exponent: number;
  readonly other: SecondCurrency | undefined;
}

const tariffElement = ({ id, name, itemtype, enabled, costs, addons }: ListedTariff, currencies: Currencies) => ({
  children: {
    id: { text: String(id) },
    name: { text: name },
    itemtype: { attributes: { id: String(itemtype.id) }, text: itemtype.intname },
    ...(!enabled && { disabled: { text: 'on' } }),
    price: priceElement(costs, currencies),
    addon: addons.map((addon) => addonElement(addon, currencies)),
  },
});

const addonElement = (addon: Addon, currencies: Currencies): AnswerElement => ({
  children: {
    id: { text: String(addon.id) },
    name: { text: addon.name },
    intname: { text: addon.intname },
    addontype: { text: String(addon.addontype) },
    ...(addon.maximum !== null && { maximum: { text: String(addon.maximum) } }),
    ...(addon.main !== null && { main: { text: String(addon.main) } }),
    ...(addon.addontype === 3
      ? {
          enumeration: addon.elements.map(({ id, name, costs }) => ({
            children: { id: { text: String(id) }, name: { text: name }, price: priceElement(costs, currencies) },
          })),
        }
      : { price: priceElement(addon.costs, currencies) }),
  },
});

const priceElement = (costs: Costs, { exponent, other }: Currencies): AnswerElement => ({
  children: {
    period: [...costs]
      .sort(([one], [another]) => one - another)
      .map(([period, cost]) => {
        const { type, length } = nameOfLength(period);
        const exchanged = other && exchange(cost, other.rate, { from: exponent, to: other.currency.exponent });
        return {
          attributes: {
            type,
            length: String(length),
            cost: formatCost(cost, exponent),
            ...(other !== undefined &&
              exchanged !== undefined && { othercost: formatCost(exchanged, other.currency.exponent) }),
          },
        };
      }),
  },
});
