import { z } from 'zod';
import { logAttribution } from '../log/attribution-log.ts';
import { paymentPage } from '../pages/payment.tsx';
import { arrivalsOf } from '../sessions/session.ts';
import { basketOf, payBasket, totalOf } from '../store/orders.ts';
import { type Call, clientOf, declare } from './function.ts';
import { PlatformError } from './platform-error.ts';

/**
 * Pays the basket. No money moves: this backend has no payment gateway, and takes the client's word for it. Services
 * and expenses are real.
 *
 * @remarks `amount`, in minor units, must be what the basket costs: a price or an item that came in after the page was
 * shown is not paid for unseen.
 */
export const payment = declare({
  name: 'payment',
  access: 'client',
  readableBy: 'nobody',
  ownPost: true,
  parameters: z.object({
    sok: z.string().optional(),
    amount: z
      .string()
      .regex(/^\d{1,13}$/)
      .transform(Number)
      .optional(),
  }),
  async run({ sok, amount }, call) {
    const client = clientOf(call);
    if (!sok) return { doc: { children: { slist: [] } }, page: await shownPayment(call) };
    const { account, project } = client;
    const { now } = call;
    const verdict = await call.store.transaction().execute(async (writing) => {
      const basket = await basketOf(writing, client);
      // The second click on a button: the first has paid.
      if (basket.length === 0) return undefined;
      if (amount !== totalOf(basket))
        throw new PlatformError('value', 'amount', 'the basket has changed; this is what it holds now', String(amount));
      return payBasket(writing, { account, project, basket, brought: await arrivalsOf(writing, call.session), now });
    });
    if (verdict !== undefined) logAttribution(call.logs, { func: 'payment', account, verdict });
    return { doc: { children: { ok: {} } }, goTo: `${call.base}?func=dashboard` };
  },
  refused: (error, call) => shownPayment(call, error),
});

const shownPayment = async (call: Call, error?: PlatformError) =>
  paymentPage(call, await basketOf(call.store, clientOf(call)), error);
