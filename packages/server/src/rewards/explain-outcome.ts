import type { Store } from '../store/open.ts';
import { STATUS } from '../store/payment-status.ts';
import type { RefusalReason, Reward } from '../store/schema.ts';
import { type PayDay, whyUnpaid } from './unpaid-reasons.ts';

/** A reward, and the payment that pays it, if one does. */
export interface ExplainedReward extends Pick<Reward, 'id' | 'referer_account' | 'amount' | 'cdate' | 'refund'> {
  readonly payment: number | null;
  /** Why no payment has it, or what that waits for; nothing where it is paid. */
  readonly unpaid: string | undefined;
}

/** An expense was rewarded. */
export interface Rewarded {
  readonly kind: 'rewarded';
  readonly reward: ExplainedReward;
  /** Whether somebody of the staff wrote it, and no run. */
  readonly byHand: boolean;
  /** What refunds took back of it. */
  readonly takenBack: readonly ExplainedReward[];
}

/** A run refused to reward an expense. */
interface Refused {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  /** The day of the run. */
  readonly day: string;
}

/** What came of an expense by a rule. */
export type Outcome = Rewarded | Refused;

/** What has come of an expense by a day, by the rules that have judged it. */
export async function outcomesOf(store: Store, expense: number, payDay: PayDay): Promise<ReadonlyMap<number, Outcome>> {
  const rows = await store
    .selectFrom('referralprogram_reward as reward')
    .leftJoin('payment_reward as paid', 'paid.reward', 'reward.id')
    .leftJoin('payment', 'payment.id', 'paid.payment')
    .where('reward.expense', '=', expense)
    .orderBy('reward.id')
    .select([
      'reward.id',
      'reward.referralprogram_rule as rule',
      'reward.referer_account',
      'reward.amount',
      'reward.cdate',
      'reward.refund',
      'paid.payment',
      'payment.status',
    ])
    .execute();
  const written = await store
    .selectFrom('audit')
    .where('project', '=', payDay.project)
    .where('func', '=', 'referralprogram.createreward')
    .where('elid', 'in', [0, ...rows.map(({ id }) => id)])
    .select('elid')
    .execute();
  const refusals = await store
    .selectFrom('referralprogram_unrewarded')
    .where('expense', '=', expense)
    .select(['referralprogram_rule as rule', 'reason', 'cdate as day'])
    .execute();
  const rewards: (ExplainedReward & { readonly rule: number })[] = [];
  for (const { status, ...reward } of rows)
    rewards.push({
      ...reward,
      unpaid:
        reward.payment === null
          ? await whyUnpaid(store, reward, payDay)
          : status === STATUS.new
            ? 'it is still being made'
            : undefined,
    });
  const byHand = new Set(written.map(({ elid }) => elid));
  const outcomes = new Map<number, Outcome>();
  for (const { rule, ...refusal } of refusals) outcomes.set(rule, { kind: 'refused', ...refusal });
  for (const [rule, ofRule] of Map.groupBy(rewards, (reward) => reward.rule)) {
    const [reward, ...takenBack] = ofRule.map(({ rule: _, ...one }) => one);
    if (reward !== undefined)
      outcomes.set(rule, { kind: 'rewarded', reward, byHand: byHand.has(reward.id), takenBack });
  }
  return outcomes;
}
