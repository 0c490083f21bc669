import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { decimal, positiveUnits } from '../call/decimal.ts';
import { declare } from '../call/declare.ts';
import { day, id } from '../call/fields.ts';
import { saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { PlatformError } from '../call/platform-error.ts';
import { logReward } from '../log/reward-log.ts';
import { findEarned } from '../rewards/find-earned.ts';

export default declare({
  name: 'referralprogram.createreward',
  about:
    'Rewards an expense of a referral, as `billmaintain.log` of seed 000 has it: once for each rule, whoever asks. The ' +
    'amount is taken as it is sent. As in the run, the program has to count the expense, the rule has to be in force and to ' +
    'cover it, and there is none where client and partner have the same e-mail, or the partner left before the expense or ' +
    'gets no rewards; whether it is of the first orders or months, conditions and limits are not looked at. The payment is ' +
    '`referralprogram.createpayment`, or the next run where the day has come.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'always',
  parameters: z.object({
    referer_account: id.describe('The partner.'),
    referral_expense: id.describe(
      "The expense: made while the client was this partner's referral by the rule's program, within the program's dates.",
    ),
    referralprogram_rule: id.describe('The rule; in force when the expense was made, and for its service.'),
    reward_amount: decimal.describe("The amount, more than nothing, in the expense's currency: `100.00`."),
    reward_cdate: day.describe('The day from which it may be paid, YYYY-MM-DD: not before that of the expense.'),
  }),
  answer: { ok: 'The reward is there.', id: 'Its id.' },
  errors: [['exists', 'referral_expense', 'this rule has rewarded this expense']],
  examples: [
    {
      title: 'an expense that has its reward',
      as: 'provider',
      parameters: {
        referer_account: '2',
        referral_expense: '1',
        referralprogram_rule: '1',
        reward_amount: '1.05',
        reward_cdate: '2025-12-01',
      },
    },
    {
      title: 'an expense without one',
      as: 'provider',
      parameters: {
        referer_account: '2',
        referral_expense: '2',
        referralprogram_rule: '1',
        reward_amount: '1.05',
        reward_cdate: '2025-12-10',
      },
    },
    {
      title: "another partner's referral",
      as: 'provider',
      parameters: {
        referer_account: '1',
        referral_expense: '2',
        referralprogram_rule: '1',
        reward_amount: '1.05',
        reward_cdate: '2025-12-10',
      },
    },
  ],
  async run({ referer_account, referral_expense, referralprogram_rule, reward_amount, reward_cdate }, call) {
    const reward = await changing(call, async (writing, { project }) => {
      const rule = await writing
        .selectFrom('referralprogram_rule as rule')
        .innerJoin('referralprogram as program', 'program.id', 'rule.referralprogram')
        .where('rule.id', '=', referralprogram_rule)
        .where('program.project', '=', project)
        .select('rule.id')
        .executeTakeFirst();
      if (rule === undefined) throw noSuch('referralprogram_rule', referralprogram_rule);
      const earned = await findEarned(writing, { project, expense: referral_expense, rule: rule.id });
      if (earned === undefined) throw noSuch('referral_expense', referral_expense);
      if (earned.referer_account !== referer_account)
        throw new PlatformError(
          'value',
          'referer_account',
          {
            en: `the expense is none of this partner's referrals by the rule's program`,
            ru: `это расход не реферала этого партнёра по программе правила`,
          },
          String(referer_account),
        );
      if (earned.rewarded) throw rewarded(referral_expense);
      const against = AGAINST.find(([which]) => earned[which]);
      if (against !== undefined)
        throw new PlatformError('value', 'referer_account', against[1], String(referer_account));
      if (!earned.covered)
        throw new PlatformError(
          'value',
          'referral_expense',
          {
            en: 'the rule is not for this expense: when it was made, client, program or rule did not earn yet, or no longer, or the rule does not cover it',
            ru: 'правило не для этого расхода: когда он возник, клиент, программа или правило ещё или уже не приносили вознаграждений, или правило его не охватывает',
          },
          String(referral_expense),
        );
      if (reward_cdate < earned.cday)
        throw new PlatformError(
          'value',
          'reward_cdate',
          { en: `'reward_cdate' is before the expense`, ru: `'reward_cdate' раньше расхода` },
          reward_cdate,
        );
      const { exponent, currency, referralprogram, referral_account } = earned;
      const amount = positiveUnits('reward_amount', reward_amount, exponent);
      const row = {
        expense: referral_expense,
        referralprogram_rule,
        referralprogram,
        referer_account,
        referral_account,
        amount,
        currency,
        cdate: reward_cdate,
      };
      const added = await writing
        .insertInto('referralprogram_reward')
        .values(row)
        // A run may have rewarded it at the same moment.
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added === undefined) throw rewarded(referral_expense);
      const { id } = added;
      await audit(writing, call, { elid: id, after: row });
      return { ...row, id, exponent };
    });
    logReward(call.logs, reward, reward.exponent);
    return { doc: saved({ id: { text: String(reward.id) } }) };
  },
});

/** What stands against a reward of the partner, in the order in which a run looks. */
const AGAINST = [
  [
    'self',
    { en: 'client and partner have the same e-mail', ru: 'у клиента и партнёра один и тот же адрес электронной почты' },
  ],
  [
    'left',
    { en: 'this partner left the program before the expense', ru: 'этот партнёр вышел из программы до этого расхода' },
  ],
  ['barred', { en: 'this partner gets no rewards', ru: 'этот партнёр не получает вознаграждений' }],
] as const;

const rewarded = (expense: number): PlatformError =>
  new PlatformError(
    'exists',
    'referral_expense',
    { en: 'this rule has rewarded this expense', ru: 'за этот расход по этому правилу уже есть вознаграждение' },
    String(expense),
  );
