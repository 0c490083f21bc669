import { z } from 'zod';
import { orderPage } from '../pages/order.tsx';
import { price } from '../pages/price.ts';
import { tariffs } from '../store/tariffs.ts';
import { clientOf, declare } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { type Choice, form } from '../call/form.ts';

export default declare({
  name: 'X.order',
  about: 'The tariffs of a type of service, to choose one (seed 002): `vhost.order`.',
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({ pricelist: id.optional().describe('Only this tariff.') }),
  answer: {
    slist:
      'Under `pricelist` the tariffs; under `period` what each costs for which period, whose `depend` is the tariff. Both ' +
      'go on to `X.order.param`.',
  },
  examples: [{ title: 'web hosting', as: 'client', parameters: { func: 'vhost.order' } }],
  async run({ pricelist }, call) {
    const { project, account } = clientOf(call);
    const itemtype = call.func.replace(/\.order$/, '');
    const offered = await tariffs(call.store, { project, account, itemtype, pricelist });
    const names = new Map(offered.map(({ pricelist: tariff, name }) => [String(tariff), name]));
    const periods = offered.map(({ pricelist: tariff, period, cost, currency }): Choice => [
      String(period),
      price({ amount: cost, currency }),
      String(tariff),
    ]);
    return { doc: form({ lists: { pricelist: [...names], period: periods } }), page: orderPage(call, offered) };
  },
});
