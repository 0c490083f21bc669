import { sql } from 'kysely';
import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { declareList } from '../call/list.ts';
import { formatAmount } from '../referral/money.ts';
import { rewardsOfProvider } from '../store/reward-list.ts';

export default declareList({
  name: 'referralprogram.reward.day',
  about: "The partners' rewards added up by day and currency, the latest first.",
  access: 'provider',
  parameters: z.object({
    elid: id.optional().describe('Only those of this partner.'),
    plid: id.optional().describe('Only those of this program.'),
  }),
  rows: ({ elid, plid }, call) =>
    rewardsOfProvider(call.store, staffOf(call).project, { partner: elid, program: plid })
      .groupBy(['reward.cdate', 'reward.referer_account', 'currency.id', 'currency.iso', 'currency.exponent'])
      .select([
        'reward.cdate',
        'reward.referer_account',
        'currency.id as currency',
        'currency.iso',
        'currency.exponent',
        sql<number>`count(*)`.as('rewards'),
        sql<number>`sum(reward.amount)`.as('amount'),
        sql<number>`sum(case when payment_reward.payment is null then 0 else reward.amount end)`.as('paid_amount'),
      ]),
  columns: {
    cdate: { about: 'The day.' },
    referer_account: { about: 'The partner.' },
    rewards: { about: 'How many rewards.' },
    amount: { about: 'Their sum.', write: ({ amount, exponent }) => formatAmount(amount, exponent) },
    paid_amount: {
      about: 'How much of it is paid.',
      write: ({ paid_amount, exponent }) => formatAmount(paid_amount, exponent),
    },
    currency: { about: 'The code of the currency.' },
    iso: { about: 'The currency by its letters.' },
  },
  filters: { cdate: 'day', referer_account: 'equals' },
  order: { cdate: 'desc', referer_account: 'asc', currency: 'asc' },
  examples: [{ title: "a partner's rewards by day", as: 'provider', parameters: { elid: '2' } }],
});
