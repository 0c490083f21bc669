import { z } from 'zod';
import { clientOf, declare } from '../call/declare.ts';
import { day } from '../call/fields.ts';
import { form } from '../call/form.ts';
import { daysOf, timeSpanChoices, timeSpans } from '../call/time-span.ts';
import { formatAmount } from '../referral/money.ts';
import { earnedByDay } from '../store/partner-area.ts';

export default declare({
  name: 'affiliate.client.reward',
  about: 'What the partner earned, by the day from which it may be paid: one row for each day and currency.',
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({
    period: z.enum(timeSpans).default('currentyear').describe('The span of time.'),
    periodstart: day.optional().describe('With `period=other`: the first day, YYYY-MM-DD.'),
    periodend: day.optional().describe('With `period=other`: the last day, YYYY-MM-DD.'),
  }),
  answer: {
    period: 'The span that was chosen.',
    slist: 'The spans to choose from.',
    'reportdata.reward.elem.amount': 'What was earned, with its currency.',
    'reportdata.reward.elem.amount@id': 'The day, for `affiliate.client.reward.detail`.',
  },
  examples: [
    { title: 'this year', as: 'partner', parameters: {} },
    {
      title: 'a span of days',
      as: 'partner',
      parameters: { period: 'other', periodstart: '2025-01-01', periodend: '2025-11-30' },
    },
  ],
  async run({ period, periodstart, periodend }, call) {
    const { account, timezone } = clientOf(call);
    const days = daysOf(period, { now: call.now, timezone, start: periodstart, end: periodend });
    const earned = await earnedByDay(call.store, account, days);
    const shown = form({
      values: { period, periodstart: days.start, periodend: days.end },
      lists: { period: timeSpanChoices(call.lang) },
    });
    const elem = earned.map(({ cdate, amount, iso, exponent }) => ({
      children: { amount: { attributes: { id: cdate }, text: `${formatAmount(amount, exponent)} ${iso}` } },
    }));
    return {
      doc: { children: { ...shown.children, reportdata: { children: { reward: { children: { elem } } } } } },
    };
  },
});
