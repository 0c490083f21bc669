import { z } from 'zod';
import { declare } from '../call/declare.ts';
import { addons, id, period } from '../call/fields.ts';
import { findTariff, withAddons } from '../call/sold-tariff.ts';
import { formatCost } from '../prices/exchange.ts';

export default declare({
  name: 'pricelist.calculate',
  about:
    'What an order costs (seed 002): a tariff for a period with the add-ons that are given as `addon_3=2048`. No document ' +
    'says what is answered; this is the plain form, with costs of four decimals as `pricelist.export` has them.',
  access: 'public',
  readableBy: 'anyone',
  parameters: z.object({
    pricelist: id.describe('The tariff.'),
    period: period.describe('The payment period: −100 trial, −50 day, 0 lifetime, otherwise months.'),
    addon_N: addons,
  }),
  answer: {
    pricelist: 'The tariff.',
    period: 'The payment period.',
    price: 'What the tariff costs alone.',
    'addon.id': 'An add-on that costs something or was chosen.',
    'addon.name': 'Its name.',
    'addon.value': 'What was chosen of it.',
    'addon.cost': 'What that costs.',
    cost: 'What all of it costs: the sum of the above.',
    currency: "The provider's currency.",
  },
  errors: [['value', 'pricelist', 'it is not sold to whoever asks, or not for this period']],
  examples: [
    {
      title: 'a tariff with add-ons',
      parameters: { pricelist: '1', period: '1', addon_1: 'on', addon_2: '2048', addon_3: '2' },
    },
    { title: 'too much of an add-on', parameters: { pricelist: '1', period: '1', addon_2: '100001' } },
  ],
  async run({ pricelist, period, addon_N }, call) {
    const account = call.session?.user?.account;
    const tariff = await findTariff(call, { pricelist, period, account });
    const { chosen, cost } = await withAddons(call, tariff, addon_N);
    const { exponent, iso } = tariff.currency;
    const write = (amount: number) => ({ text: formatCost(amount, exponent) });
    return {
      doc: {
        children: {
          pricelist: { text: String(pricelist) },
          period: { text: String(period) },
          price: write(tariff.cost),
          addon: chosen.map(({ addon, value, cost: part }) => ({
            children: {
              id: { text: String(addon.id) },
              name: { text: addon.name },
              value: { text: value },
              cost: write(part),
            },
          })),
          cost: write(cost),
          currency: { text: iso },
        },
      },
    };
  },
});
