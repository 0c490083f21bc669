import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { declareList } from '../call/list.ts';
import { formatAmount } from '../referral/money.ts';
import { rewardsOfProvider } from '../store/reward-list.ts';

export default declareList({
  name: 'referralprogram.reward',
  about: 'The rewards, each by itself, the latest first; `referralprogram.reward.day` adds them up by day.',
  access: 'provider',
  parameters: z.object({
    elid: id.optional().describe('Only those of this partner.'),
    plid: id.optional().describe('Only those of this program.'),
  }),
  rows: ({ elid, plid }, call) =>
    rewardsOfProvider(call.store, staffOf(call).project, { partner: elid, program: plid }).select([
      'reward.id',
      'reward.cdate',
      'reward.amount',
      'reward.currency',
      'currency.iso',
      'currency.exponent',
      'reward.referralprogram',
      'reward.referralprogram_rule',
      'reward.referer_account',
      'reward.referral_account',
      'reward.expense',
      'payment_reward.payment',
    ]),
  columns: {
    id: { about: 'The reward.' },
    cdate: { about: 'The day from which it may be paid.' },
    amount: { about: 'The amount.', write: ({ amount, exponent }) => formatAmount(amount, exponent) },
    currency: { about: 'The code of its currency: 126 is the euro.' },
    iso: { about: 'The currency by its letters.' },
    referralprogram: { about: 'The program.' },
    referralprogram_rule: { about: 'The rule.' },
    referer_account: { about: 'The partner.' },
    referral_account: { about: 'The client who made the expense.' },
    expense: { about: 'The expense.' },
    payment: { about: 'The payment that pays it; nothing until then.' },
  },
  filters: { cdate: 'day', referer_account: 'equals', referral_account: 'equals', referralprogram_rule: 'equals' },
  order: { cdate: 'desc', id: 'desc' },
  examples: [{ title: 'the rewards of a partner', as: 'provider', parameters: { elid: '2' } }],
});
