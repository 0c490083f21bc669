import { z } from 'zod';
import { removeFromBasket } from '../store/orders.ts';
import { id } from './fields.ts';
import { clientOf, declare } from './function.ts';
import { PlatformError } from './platform-error.ts';

/** Takes an item out of the basket. */
export const basketDelete = declare({
  name: 'basket.delete',
  access: 'client',
  readableBy: 'nobody',
  ownPost: true,
  parameters: z.object({ sok: z.string().optional(), elid: id }),
  async run({ sok, elid }, call) {
    const { account } = clientOf(call);
    const goTo = `${call.base}?func=basket`;
    // A link only shows the basket.
    if (!sok) return { doc: { children: { slist: [] } }, goTo };
    if (!(await removeFromBasket(call.store, { account, id: elid })))
      throw new PlatformError('value', 'elid', `there is no such item in the basket`, String(elid));
    return { doc: { children: { ok: {} } }, goTo };
  },
});
