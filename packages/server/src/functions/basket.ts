import { z } from 'zod';
import { basketPage } from '../pages/basket.tsx';
import { formatAmount } from '../referral/money.ts';
import { basketOf } from '../store/orders.ts';
import { clientOf, declare } from '../call/declare.ts';

export default declare({
  name: 'basket',
  about: 'What the client has chosen and not yet paid.',
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({}),
  answer: {
    'elem.id': 'The item.',
    'elem.name': 'Its tariff.',
    'elem.period': 'The payment period.',
    'elem.addon': 'What was chosen with it.',
    'elem.addon@id': 'The add-on.',
    'elem.domain': 'The domain it is for.',
    'elem.cost': 'What it costs with its add-ons.',
    'elem.currency': 'In which currency.',
  },
  examples: [{ title: 'a basket', as: 'client', parameters: {} }],
  async run(_, call) {
    const items = await basketOf(call.store, clientOf(call));
    const elem = items.map(({ id, name, period, addons, particulars, cost, currency }) => ({
      children: {
        id: { text: String(id) },
        name: { text: name },
        period: { text: String(period) },
        addon: addons.map(({ addon, value }) => ({ attributes: { id: String(addon.id) }, text: value })),
        ...(particulars.domain !== undefined && { domain: { text: particulars.domain } }),
        cost: { text: formatAmount(cost, currency.exponent) },
        currency: { text: currency.iso },
      },
    }));
    return { doc: { children: { elem } }, page: basketPage(call, items) };
  },
});
