import { z } from 'zod';
import { addonChoices } from '../call/addon-choices.ts';
import { declare } from '../call/declare.ts';
import { addons, id, period } from '../call/fields.ts';
import { form } from '../call/form.ts';
import { orderForm, orderFormAgain } from '../call/order-form.ts';
import { soldTariff, withAddons } from '../call/sold-tariff.ts';

export default declare({
  name: 'X.order.param',
  about:
    'One tariff and payment period with its add-ons, to be put into the basket (seed 002): `vhost.order.param`. What a link ' +
    'has chosen of the add-ons is filled in.',
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({
    pricelist: id.describe('The tariff.'),
    period: period.describe('The payment period.'),
    addon_N: addons,
  }),
  answer: {
    pricelist: 'The tariff.',
    period: 'The payment period.',
    addon_N: 'What is chosen of an add-on.',
    slist: 'The elements of each add-on that has some, under the name of its parameter.',
  },
  errors: [['value', 'pricelist', 'it is not sold to the client, or not for this period']],
  examples: [
    { title: 'a tariff', as: 'client', parameters: { func: 'vhost.order.param', pricelist: '1', period: '1' } },
    {
      title: 'a tariff with an add-on',
      as: 'client',
      parameters: { func: 'vhost.order.param', pricelist: '1', period: '1', addon_2: '2048' },
    },
  ],
  async run({ pricelist, period, addon_N }, call) {
    const itemtype = call.func.replace(/\.order\.param$/, '');
    const tariff = await soldTariff(call, { itemtype, pricelist, period });
    const ordered = await withAddons(call, tariff, addon_N);
    const values = Object.fromEntries(ordered.chosen.map(({ addon, value }) => [`addon_${String(addon.id)}`, value]));
    return {
      doc: form({ values: { pricelist, period, ...values }, lists: addonChoices(ordered.addons, period) }),
      page: await orderForm(call, { pricelist, period, addon_N }),
    };
  },
  refused: (error, call) => orderFormAgain(error, call),
});
