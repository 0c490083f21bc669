import { z } from 'zod';
import { declare } from '../call/declare.ts';
import { id, notBlank, period } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { usableCode } from '../call/promo-code.ts';
import { findTariff } from '../call/sold-tariff.ts';

export default declare({
  name: 'promotion.promocode.check',
  about:
    "Whether a promo code may be used for an order (seed 002). The codes here are those of partners, who get the client's " +
    'referral by them; they work at the first order only. No document says what is answered; this is the plain form: `ok`, ' +
    'or the error that an order would get.',
  access: 'public',
  readableBy: 'anyone',
  parameters: z.object({
    pricelist: id.describe('The tariff that is to be ordered.'),
    period: period.describe('The payment period.'),
    promocode: notBlank(100).describe('The code.'),
  }),
  answer: { promocode: 'The code.', ok: 'It may be used.' },
  errors: [
    ['value', 'pricelist', 'it is not sold to whoever asks, or not for this period'],
    ['value', 'promocode', 'there is no such code'],
    ['promocode_not_use', 'promocode', "it is the client's own, or the client has ordered before"],
  ],
  examples: [
    { title: 'a code', parameters: { pricelist: '1', period: '1', promocode: 'FRIEND-2' } },
    { title: 'no code', parameters: { pricelist: '1', period: '1', promocode: 'FRIEND-3' } },
    {
      title: 'a client who has ordered before',
      as: 'client',
      parameters: { pricelist: '1', period: '1', promocode: 'FRIEND-2' },
    },
  ],
  async run({ pricelist, period, promocode: code }, call) {
    const { store, session, now } = call;
    const account = session?.user?.account;
    const tariff = await findTariff(call, { pricelist, period, account });
    const { project } = await store
      .selectFrom('pricelist')
      .where('id', '=', tariff.pricelist)
      .select('project')
      .executeTakeFirstOrThrow();
    await usableCode(store, { project, account, code, now });
    return { doc: saved({ promocode: { text: code } }) };
  },
});
