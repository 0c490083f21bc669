import { z } from 'zod';
import { DOMAIN, writeParameters } from '../prices/order-parameters.ts';
import { addToBasket } from '../store/orders.ts';
import { clientOf, declare } from '../call/declare.ts';
import { addons, id, period } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { orderFormAgain } from '../call/order-form.ts';
import { missed } from '../call/platform-error.ts';
import { soldTariff, withAddons } from '../call/sold-tariff.ts';

export default declare({
  name: 'quickorder',
  about:
    'Puts a tariff with its add-ons into the basket and goes on to it, or to the payment with `redirect=payment` (seed 002). A link may ' +
    'do so, which is why the same link again adds nothing; another choice of add-ons is another item. A domain is ordered ' +
    'by `domain.order.contact`: without one its tariff is refused, and a browser shows the form that asks for it.',
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({
    pricelist: id.describe('The tariff.'),
    period: period.describe('The payment period.'),
    addon_N: addons,
    redirect: z.enum(['basket', 'payment']).default('basket').describe('The page to go on to.'),
  }),
  answer: { ok: 'It lies in the basket.' },
  errors: [
    ['value', 'pricelist', 'it is not sold to the client, or not for this period'],
    ['missed', 'domain_name', 'it is the tariff of a domain'],
  ],
  examples: [
    { title: 'a tariff for a month', as: 'client', parameters: { pricelist: '1', period: '1' } },
    {
      title: 'a tariff with add-ons, to be paid',
      as: 'client',
      parameters: { pricelist: '1', period: '1', addon_1: 'on', addon_2: '2048', redirect: 'payment' },
    },
    { title: 'a domain that is not named', as: 'client', parameters: { pricelist: '6', period: '12' } },
    { title: 'a tariff that is not sold', as: 'client', parameters: { pricelist: '999', period: '1' } },
  ],
  async run({ pricelist, period, addon_N, redirect }, call) {
    const { account } = clientOf(call);
    const sold = await soldTariff(call, { pricelist, period });
    if (sold.itemtype === DOMAIN) throw missed('domain_name');
    const { tariff, chosen } = await withAddons(call, sold, addon_N);
    await addToBasket(call.store, { account, tariff, parameters: writeParameters(chosen), now: call.now });
    return { doc: saved(), goTo: `${call.base}?func=${redirect}` };
  },
  refused: (error, call) => orderFormAgain(error, call),
});
