import { z } from 'zod';
import { clientOf, declare } from '../call/declare.ts';
import { day } from '../call/fields.ts';
import { formatAmount } from '../referral/money.ts';
import { rewardsOfDay } from '../store/partner-area.ts';

export default declare({
  name: 'affiliate.client.reward.detail',
  about: 'What the partner earned on one day, expense by expense.',
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({ elid: day.describe('The day, as `affiliate.client.reward` lists it.') }),
  answer: {
    'reportdata.reward.elem.cdate': 'The day of the expense.',
    'reportdata.reward.elem.name': 'What was paid for.',
    'reportdata.reward.elem.reward': 'The reward, with its currency.',
    'reportdata.reward.elem.amount': 'The expense, with its currency.',
    'reportdata.reward.elem.referal': 'Whose expense it was: the first letter of the name, and the id.',
  },
  examples: [
    { title: 'a day', as: 'partner', parameters: { elid: '2025-12-01' } },
    { title: 'no day', as: 'partner', parameters: { elid: 'yesterday' } },
  ],
  async run({ elid }, call) {
    const rows = await rewardsOfDay(call.store, clientOf(call).account, elid);
    const elem = rows.map(({ cday, name, reward, amount, iso, exponent, referal }) => ({
      children: {
        cdate: { text: cday },
        name: { text: name ?? '' },
        reward: { text: `${formatAmount(reward, exponent)} ${iso}` },
        amount: { text: `${formatAmount(amount, exponent)} ${iso}` },
        referal: { text: referal },
      },
    }));
    return { doc: { children: { reportdata: { children: { reward: { children: { elem } } } } } } };
  },
});
