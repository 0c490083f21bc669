import { z } from 'zod';
import { addToBasket, basketOf } from '../store/orders.ts';
import { id, period } from './fields.ts';
import { clientOf, declare } from './function.ts';
import { soldTariff } from './sold-tariff.ts';

/**
 * Puts a tariff into the basket and goes on to it, or to the payment with `redirect=payment` (seed 002). A link may do
 * so, which is why the same link again adds nothing.
 */
export const quickorder = declare({
  name: 'quickorder',
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({
    pricelist: id,
    period,
    redirect: z.enum(['basket', 'payment']).default('basket'),
  }),
  async run({ pricelist, period, redirect }, call) {
    const { account, project } = clientOf(call);
    const tariff = await soldTariff(call, { pricelist, period });
    const { now } = call;
    await call.store.transaction().execute(async (writing) => {
      const basket = await basketOf(writing, { account, project });
      if (!basket.some((item) => item.pricelist === pricelist && item.period === period))
        await addToBasket(writing, { account, tariff, now });
    });
    return { doc: { children: { ok: {} } }, goTo: `${call.base}?func=${redirect}` };
  },
});
