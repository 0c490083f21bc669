import { z } from 'zod';
import { basketPage } from '../pages/basket.tsx';
import { basketOf } from '../store/orders.ts';
import { clientOf, declare } from './function.ts';

/** What the client has chosen and not yet paid. */
export const basket = declare({
  name: 'basket',
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({}),
  async run(_, call) {
    const items = await basketOf(call.store, clientOf(call));
    const elem = items.map(({ id, name, period }) => ({
      children: { id: { text: String(id) }, name: { text: name }, period: { text: String(period) } },
    }));
    return { doc: { children: { elem } }, page: basketPage(call, items) };
  },
});
