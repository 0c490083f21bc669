import { formatAmount } from '../referral/money.ts';
import type { Logs } from './logs.ts';
import { query } from './query.ts';

/**
 * Writes the line of a reward (seed 000).
 *
 * @param exponent of the reward's currency
 */
export function logReward(
  { billmaintain }: Logs,
  reward: {
    readonly referer_account: number;
    readonly expense: number;
    readonly referralprogram_rule: number;
    readonly amount: number;
    readonly cdate: string;
  },
  exponent: number,
): void {
  billmaintain.write(
    query`func=referralprogram.createreward&out=xml&referer_account=${reward.referer_account}&referral_expense=${reward.expense}&referralprogram_rule=${reward.referralprogram_rule}&reward_amount=${formatAmount(reward.amount, exponent)}&reward_cdate=${reward.cdate}`,
  );
}

/** Writes the line of a payment (seed 000). */
export function logPayment(
  { billmaintain }: Logs,
  {
    referer_account,
    referralprogram,
    reward_date,
  }: { readonly referer_account: number; readonly referralprogram: number; readonly reward_date: string },
): void {
  billmaintain.write(
    query`func=referralprogram.createpayment&out=xml&referer_account=${referer_account}&referralprogram=${referralprogram}&reward_date=${reward_date}`,
  );
}

/** Writes a line of what was refused, for whoever wants to see each decision. */
export function logRefusal(
  { billmaintain }: Logs,
  refusal: { readonly expense: number; readonly referralprogram_rule: number; readonly reason: string },
): void {
  billmaintain.write(
    query`func=referralprogram.createreward&referral_expense=${refusal.expense}&referralprogram_rule=${refusal.referralprogram_rule}&refused=${refusal.reason}`,
    'DEBUG',
  );
}
