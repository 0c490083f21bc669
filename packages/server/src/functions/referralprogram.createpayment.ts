import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { declare } from '../call/declare.ts';
import { day, id } from '../call/fields.ts';
import { noSuch } from '../call/no-such.ts';
import { PlatformError } from '../call/platform-error.ts';
import { logPayment, logReward } from '../log/reward-log.ts';
import { localDay } from '../referral/local-day.ts';
import { formatAmount } from '../referral/money.ts';
import { payPartner } from '../rewards/create-payments.ts';
import { reverseRewards } from '../rewards/reverse-rewards.ts';
import { within } from '../rewards/workplace.ts';
import type { CreatedReward } from '../rewards/write-verdicts.ts';
import type { Writing } from '../store/open.ts';
import { programOf } from '../store/programs.ts';

export default declare({
  name: 'referralprogram.createpayment',
  about:
    "Pays a partner's rewards of a program and a day, as `billmaintain.log` of seed 000 has it: those that no payment " +
    'pays yet, one payment for each currency, credited at once. Again, there is nothing left to pay.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({
    referer_account: id.describe('The partner.'),
    referralprogram: id.describe('The program.'),
    reward_date: day.describe("The rewards' day, YYYY-MM-DD; today, by the provider's clock, or earlier."),
  }),
  answer: {
    ok: 'Paid.',
    'payment.id': 'The payment.',
    'payment.amount': 'What it pays.',
    'payment.currency': 'The code of its currency: 126 is the euro.',
  },
  errors: [['exists', 'reward_date', 'all rewards of that day are paid']],
  examples: [
    {
      title: 'rewards that are paid',
      as: 'provider',
      parameters: { referer_account: '2', referralprogram: '1', reward_date: '2025-12-01' },
    },
    {
      title: 'a reward whose day has come',
      as: 'provider',
      parameters: { referer_account: '2', referralprogram: '1', reward_date: '2025-12-10' },
    },
    {
      title: 'a day without rewards',
      as: 'provider',
      parameters: { referer_account: '2', referralprogram: '1', reward_date: '2025-12-02' },
    },
  ],
  async run({ referer_account, referralprogram, reward_date }, call) {
    const takenBack: CreatedReward[] = [];
    const { payments, exponents } = await changing(call, async (writing, { project, timezone }) => {
      if ((await programOf(writing, project, referralprogram)) === undefined)
        throw noSuch('referralprogram', referralprogram);
      const today = localDay(call.now, timezone);
      if (reward_date > today)
        throw new PlatformError(
          'value',
          'reward_date',
          { en: `'reward_date' has not come yet`, ru: `'reward_date' ещё не наступил` },
          reward_date,
        );
      const reward = await writing
        .selectFrom('referralprogram_reward')
        .where('referer_account', '=', referer_account)
        .where('referralprogram', '=', referralprogram)
        .select('id')
        .executeTakeFirst();
      if (reward === undefined) throw noSuch('referer_account', referer_account);
      const only = { referer_account, referralprogram, reward_date };
      await reverseRewards(within(writing), project, undefined, {
        rewarded: (rewards) => Promise.resolve(void takenBack.push(...rewards)),
      });
      const made = await payPartner(within(writing), { project, now: call.now, ...only });
      if (made.length === 0) throw await nothingToPay(writing, only);
      for (const payment of made) await audit(writing, call, { elid: payment.id, after: payment });
      const currencies = await writing.selectFrom('currency').select(['id', 'exponent']).execute();
      return { payments: made, exponents: new Map(currencies.map(({ id, exponent }) => [id, exponent])) };
    });
    for (const reward of takenBack) logReward(call.logs, reward, exponents.get(reward.currency) ?? 0);
    for (const payment of payments) logPayment(call.logs, payment);
    return {
      doc: {
        children: {
          payment: payments.map(({ id, amount, currency }) => ({
            children: {
              id: { text: String(id) },
              amount: { text: formatAmount(amount, exponents.get(currency) ?? 0) },
              currency: { text: String(currency) },
            },
          })),
          ok: {},
        },
      },
    };
  },
});

/** Why there was nothing to pay: all is paid, or there never was anything. */
async function nothingToPay(
  writing: Writing,
  {
    referer_account,
    referralprogram,
    reward_date,
  }: { referer_account: number; referralprogram: number; reward_date: string },
): Promise<PlatformError> {
  const paid = await writing
    .selectFrom('referralprogram_reward')
    .where('referer_account', '=', referer_account)
    .where('referralprogram', '=', referralprogram)
    .where('cdate', '=', reward_date)
    .select('id')
    .executeTakeFirst();
  if (paid === undefined) return noSuch('reward_date', reward_date);
  return new PlatformError(
    'exists',
    'reward_date',
    { en: 'all rewards of that day are paid', ru: 'все вознаграждения за этот день выплачены' },
    reward_date,
  );
}
