import { z } from 'zod';
import { orderPage } from '../pages/order.tsx';
import { tariffs } from '../store/tariffs.ts';
import { id } from './fields.ts';
import { clientOf, declare } from './function.ts';

/** The tariffs of a type of service, to choose one (seed 002): `vhost.order`. */
export const order = declare({
  name: '*.order',
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({ pricelist: id.optional() }),
  async run({ pricelist }, call) {
    const { project } = clientOf(call);
    const itemtype = call.func.replace(/\.order$/, '');
    const offered = await tariffs(call.store, { project, itemtype, pricelist });
    return { doc: { children: { slist: [] } }, page: orderPage(call, offered) };
  },
});
