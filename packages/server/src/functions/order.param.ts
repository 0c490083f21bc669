import { z } from 'zod';
import { orderParamPage } from '../pages/order-param.tsx';
import { tariffs } from '../store/tariffs.ts';
import { id, period } from './fields.ts';
import { clientOf, declare } from './function.ts';
import { PlatformError } from './platform-error.ts';

/** One tariff and payment period, to be put into the basket (seed 002): `vhost.order.param`. */
export const orderParam = declare({
  name: '*.order.param',
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({ pricelist: id, period }),
  async run({ pricelist, period }, call) {
    const { project } = clientOf(call);
    const itemtype = call.func.replace(/\.order\.param$/, '');
    const [tariff] = await tariffs(call.store, { project, itemtype, pricelist, period });
    if (tariff === undefined)
      throw new PlatformError(
        'value',
        'pricelist',
        `no tariff is sold with this 'pricelist' and 'period'`,
        String(pricelist),
      );
    return { doc: { children: { slist: [] } }, page: orderParamPage(call, tariff) };
  },
});
