import { z } from 'zod';
import { logAttribution } from '../log/attribution-log.ts';
import type { Page } from '../pages/page.tsx';
import { paymentPage } from '../pages/payment.tsx';
import { arrivalsOf } from '../sessions/session.ts';
import { holdClient } from '../store/hold-client.ts';
import { basketOf, payBasket, totalOf } from '../store/orders.ts';
import { balancesOf } from '../store/overview.ts';
import { hasBought } from '../store/promo-codes.ts';
import { BalanceTooSmall } from '../store/spend.ts';
import { type Call, clientOf, declare } from '../call/declare.ts';
import { notBlank, sok } from '../call/fields.ts';
import { form, saved } from '../call/form.ts';
import { missed, PlatformError } from '../call/platform-error.ts';
import { usableCode } from '../call/promo-code.ts';

const CHANGED = {
  en: 'the basket has changed; this is what it holds now',
  ru: 'корзина изменилась; вот что в ней сейчас',
};

const TOO_LITTLE = {
  en: 'your balance is less than that',
  ru: 'на балансе столько нет',
};

const TOO_MUCH = {
  en: 'this is more than the order costs',
  ru: 'это больше, чем стоит заказ',
};

const inMinorUnits = z
  .string()
  .regex(/^\d{1,13}$/)
  .transform(Number);

export default declare({
  name: 'payment',
  about:
    "Pays the basket. No money moves: this backend has no payment gateway, and takes the client's word for it. " +
    'Services and expenses are real. A partner may pay from the balance in the currency of the basket: all of it, or a ' +
    "part, and the rest as everybody does. A partner's promo code counts at the first order; what becomes of it where the " +
    "client came by another partner's click is the provider's setting.",
  access: 'client',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters: z.object({
    sok,
    amount: inMinorUnits
      .optional()
      .describe(
        'What the basket costs, in minor units: a price or an item that came in after the page was shown is not paid ' +
          'for unseen.',
      ),
    frombalance: inMinorUnits
      .default(0)
      .describe('How much of that is paid from what the client has earned, in minor units; nothing by default.'),
    promocode: notBlank(100).optional().describe("A partner's promo code, at the first order."),
  }),
  answer: { ok: 'It is paid.' },
  errors: [
    ['value', 'amount', 'the basket costs something else by now'],
    ['value', 'frombalance', 'the balance in the currency of the basket is less than this, or the basket costs less'],
    ['value', 'promocode', 'there is no such code'],
    ['promocode_not_use', 'promocode', "it is the client's own, or the client has ordered before"],
  ],
  examples: [
    { title: 'a basket is paid', as: 'client', parameters: { sok: 'ok', amount: '1050' } },
    {
      title: 'a promo code too late',
      as: 'client',
      parameters: { sok: 'ok', amount: '1050', promocode: 'FRIEND-2' },
    },
    { title: 'too small a balance', as: 'client', parameters: { sok: 'ok', amount: '1050', frombalance: '1050' } },
    { title: 'a basket that has changed', as: 'client', parameters: { sok: 'ok', amount: '1' } },
  ],
  async run({ sok: confirmed, amount, frombalance: fromBalance, promocode }, call) {
    const client = clientOf(call);
    if (!confirmed) return { doc: form(), page: await shownPayment(call) };
    if (amount === undefined) throw missed('amount');
    const { account, project } = client;
    const { now } = call;
    const paying = call.store.transaction().execute(async (writing) => {
      await holdClient(writing, account);
      const basket = await basketOf(writing, client);
      // The second click on a button: the first has paid.
      if (basket.length === 0) return undefined;
      if (amount !== totalOf(basket)) throw new PlatformError('value', 'amount', CHANGED, String(amount));
      if (fromBalance > amount) throw new PlatformError('value', 'frombalance', TOO_MUCH, String(fromBalance));
      const code =
        promocode === undefined ? undefined : await usableCode(writing, { project, account, code: promocode, now });
      const brought = await arrivalsOf(writing, call.session);
      return payBasket(writing, { account, project, basket, brought, code, fromBalance, now });
    });
    const verdict = await paying.catch((error: unknown) => {
      if (error instanceof BalanceTooSmall)
        throw new PlatformError('value', 'frombalance', TOO_LITTLE, String(fromBalance));
      throw error;
    });
    if (verdict !== undefined) logAttribution(call.logs, { func: 'payment', account, verdict });
    return { doc: saved(), goTo: `${call.base}?func=dashboard` };
  },
  refused: (error, call) => shownPayment(call, error),
});

async function shownPayment(call: Call, error?: PlatformError): Promise<Page> {
  const { store } = call;
  const client = clientOf(call);
  const items = await basketOf(store, client);
  const [first] = items;
  const balances = await balancesOf(store, client.account);
  return paymentPage(
    call,
    {
      items,
      balance: balances.find(({ currency }) => currency.id === first?.currency.id),
      takesCode: !(await hasBought(store, client.account)),
    },
    error,
  );
}
