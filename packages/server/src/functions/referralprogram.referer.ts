import { promoCode, referralLink } from '@billref/protocol';
import { sql } from 'kysely';
import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { declareList } from '../call/list.ts';

export default declareList({
  name: 'referralprogram.referer',
  about: 'The partners of the programs, a row for each program in which one takes part.',
  access: 'provider',
  parameters: z.object({ elid: id.optional().describe('Only of this program.') }),
  rows({ elid }, call) {
    const partners = call.store
      .selectFrom('referralprogram_referer as referer')
      .innerJoin('account', 'account.id', 'referer.account')
      .innerJoin('referralprogram as program', 'program.id', 'referer.referralprogram')
      .where('program.project', '=', staffOf(call).project)
      .select([
        'account.id',
        'account.name',
        'referer.referralprogram',
        'program.url',
        'program.promocode',
        sql<number>`(
          select count(*) from referralprogram_referral as referral
          where referral.referer_account = account.id and referral.referralprogram = program.id
        )`.as('referrals'),
      ]);
    return elid === undefined ? partners : partners.where('program.id', '=', elid);
  },
  columns: {
    id: { about: 'The partner: the id of the client.' },
    name: { about: "The partner's name." },
    referralprogram: { about: 'The program.' },
    url: { about: "The partner's link.", write: ({ url, id }) => referralLink(url, String(id)) },
    promocode: {
      about: "The partner's promo code, if the program has them.",
      write: ({ promocode, id }) => (promocode === null ? undefined : promoCode(promocode, String(id))),
    },
    referrals: { about: 'How many clients the partner brought by this program.' },
  },
  filters: { name: 'contains' },
  order: { referralprogram: 'asc', id: 'asc' },
  examples: [{ title: 'the partners of a program', as: 'provider', parameters: { elid: '1' } }],
});
