import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { declareList } from '../call/list.ts';
import { localTime } from '../referral/local-day.ts';
import { formatAmount } from '../referral/money.ts';

export default declareList({
  name: 'referralprogram.payment',
  about: 'The payments of rewards to partners (seed 000), the latest first.',
  access: 'provider',
  parameters: z.object({
    elid: id.optional().describe('Only those to this partner.'),
    plid: id.optional().describe('Only those of this program.'),
  }),
  rows: ({ elid, plid }, call) =>
    call.store
      .selectFrom('payment')
      .innerJoin('referralprogram as program', 'program.id', 'payment.referralprogram')
      .innerJoin('subaccount', 'subaccount.id', 'payment.subaccount')
      .innerJoin('currency', 'currency.id', 'payment.currency')
      .innerJoin('currency as own', 'own.id', 'subaccount.currency')
      .where('program.project', '=', staffOf(call).project)
      .$if(elid !== undefined, (query) => query.where('subaccount.account', '=', elid ?? 0))
      .$if(plid !== undefined, (query) => query.where('program.id', '=', plid ?? 0))
      .select([
        'payment.id',
        'payment.createdate',
        'payment.status',
        'subaccount.account as referer_account',
        'payment.referralprogram',
        'payment.reward_date',
        'payment.paymethodamount',
        'payment.currency',
        'currency.iso',
        'currency.exponent',
        'payment.subaccount',
        'payment.subaccountamount',
        'payment.usedamount',
        'own.exponent as own_exponent',
        'payment.randomnumber',
      ]),
  columns: {
    id: { about: 'The payment.' },
    createdate: {
      about: 'When it was made.',
      write: ({ createdate }, call) => localTime(createdate, staffOf(call).timezone),
    },
    status: { about: '1 new, 4 credited.' },
    referer_account: { about: 'The partner.' },
    referralprogram: { about: 'The program.' },
    reward_date: { about: 'The day of the rewards that it pays.' },
    paymethodamount: {
      about: "The amount in the payment's currency.",
      write: ({ paymethodamount, exponent }) => formatAmount(paymethodamount, exponent),
    },
    currency: { about: "The code of the payment's currency: 126 is the euro." },
    iso: { about: 'The same by its letters.' },
    subaccount: { about: "The partner's account that it is credited to." },
    subaccountamount: {
      about: 'The amount in the currency of that.',
      write: ({ subaccountamount, own_exponent }) => formatAmount(subaccountamount, own_exponent),
    },
    usedamount: {
      about: 'How much of it is used.',
      write: ({ usedamount, own_exponent }) => formatAmount(usedamount, own_exponent),
    },
    randomnumber: { about: 'Its unique number.' },
  },
  filters: { createdate: 'time', reward_date: 'day', referer_account: 'equals', status: 'equals' },
  order: { createdate: 'desc', id: 'desc' },
  examples: [{ title: 'the payments to a partner', as: 'provider', parameters: { elid: '2' } }],
});
