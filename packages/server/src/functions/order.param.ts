import { z } from 'zod';
import { orderParamPage } from '../pages/order-param.tsx';
import { id, period } from './fields.ts';
import { declare } from './function.ts';
import { soldTariff } from './sold-tariff.ts';

/** One tariff and payment period, to be put into the basket (seed 002): `vhost.order.param`. */
export const orderParam = declare({
  name: '*.order.param',
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({ pricelist: id, period }),
  async run({ pricelist, period }, call) {
    const itemtype = call.func.replace(/\.order\.param$/, '');
    const tariff = await soldTariff(call, { itemtype, pricelist, period });
    return { doc: { children: { slist: [] } }, page: orderParamPage(call, tariff) };
  },
});
