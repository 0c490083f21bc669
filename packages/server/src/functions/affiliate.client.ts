import { promoCode, referralLink } from '@billref/protocol';
import { z } from 'zod';
import { clientOf, declare } from '../call/declare.ts';
import { form } from '../call/form.ts';
import { programsOfPartner } from '../store/programs.ts';

export default declare({
  name: 'affiliate.client',
  about:
    "A partner's link and promo code: those of the earliest program the client takes part in. A client of no program " +
    'gets neither.',
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({}),
  answer: { url: "The partner's link.", promocode: "The partner's promo code, if the program has them." },
  examples: [
    { title: 'a partner', as: 'partner', parameters: {} },
    { title: 'a client who is none', as: 'client', parameters: {} },
  ],
  async run(_, call) {
    const { account } = clientOf(call);
    const [program] = await programsOfPartner(call.store, account);
    const partner = String(account);
    return {
      doc: form({
        values:
          program === undefined
            ? {}
            : {
                url: referralLink(program.url, partner),
                promocode: program.promocode === null ? undefined : promoCode(program.promocode, partner),
              },
      }),
    };
  },
});
