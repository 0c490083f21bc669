import { LARGEST_AMOUNT } from '../src/referral/money.ts';
import { inCurrency } from './naive-money.ts';
import { type Held, type NaiveReward, versionInForce } from './naive-rewards.ts';

/** A payment, and what it pays. */
export interface NaivePayment {
  readonly referer_account: number;
  readonly referralprogram: number;
  readonly reward_date: string;
  readonly currency: number;
  readonly amount: number;
  readonly rewards: readonly NaiveReward[];
}

/** The payments that must be made on a day, after those that were made before. */
export function naivePayments(
  held: Held,
  rewards: readonly NaiveReward[],
  { paid, today }: { readonly paid: readonly NaivePayment[]; readonly today: string },
): NaivePayment[] {
  const isPaid = new Set(paid.flatMap((payment) => payment.rewards.map(nameOf)));
  const unpaid = rewards
    .filter(({ referralprogram }) => held.referralprogram.some(({ id }) => id === referralprogram))
    .filter((reward) => reward.cdate <= today && !isPaid.has(nameOf(reward)));
  const together = Map.groupBy(unpaid, (reward) =>
    [reward.referer_account, reward.referralprogram, reward.currency].join(' '),
  );
  return [...together.values()].flatMap((some) => paymentsOf(held, some, today));
}

/** The payments of what one partner gets for one program in one currency: date by date, the oldest first. */
function paymentsOf(held: Held, unpaid: readonly NaiveReward[], today: string): NaivePayment[] {
  const payments: NaivePayment[] = [];
  let carried: NaiveReward[] = [];
  for (const reward_date of [...new Set(unpaid.map(({ cdate }) => cdate))].sort()) {
    carried = [...carried, ...unpaid.filter(({ cdate }) => cdate === reward_date)];
    const amount = carried.reduce((sum, reward) => sum + reward.amount, 0);
    const [first] = carried;
    if (first === undefined || amount <= 0 || amount < leastPayment(held, carried, today)) continue;
    if (amount > LARGEST_AMOUNT) continue;
    const { referer_account, referralprogram, currency } = first;
    payments.push({ referer_account, referralprogram, currency, reward_date, amount, rewards: carried });
    carried = [];
  }
  return payments;
}

/** The largest payment that one of the rules asks for, at today's rate; no payment is as large as one without a rate. */
const leastPayment = (held: Held, rewards: readonly NaiveReward[], today: string): number =>
  Math.max(
    ...rewards.map((reward) => {
      const { min_payment } = versionInForce(held, reward);
      if (min_payment === null) return 0;
      return inCurrency(held, min_payment, { currency: reward.currency, day: today }) ?? Infinity;
    }),
  );

/** No two rewards have the same. */
export const nameOf = ({
  expense,
  referralprogram_rule,
  refund = null,
}: Pick<NaiveReward, 'expense' | 'referralprogram_rule'> & Partial<Pick<NaiveReward, 'refund'>>): string =>
  [expense, referralprogram_rule, refund ?? ''].join(' ');
