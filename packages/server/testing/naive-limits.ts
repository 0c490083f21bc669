import type { RefusalReason } from '../src/store/schema.ts';
import { inCurrency, inOwnCurrency } from './naive-money.ts';
import type { Held, NaiveReward, Pair, Row } from './naive-rewards.ts';

/** A pair, and what comes of it: an amount, or why there is none. */
interface Found {
  readonly pair: Pair;
  readonly verdict: number | RefusalReason;
}

/** The same where rules have limits, which rewards use up in the order of their expenses. */
export function withinLimits(held: Held, before: readonly NaiveReward[], found: readonly Found[]): Found[] {
  const used: Earned[] = before
    .filter(({ refund }) => refund === null)
    .flatMap((reward) => {
      const expense = held.expense.find(({ id }) => id === reward.expense);
      return expense === undefined ? [] : { ...reward, expense };
    });
  return found
    .toSorted(
      ({ pair: one }, { pair: other }) => one.expense.cdate - other.expense.cdate || one.expense.id - other.expense.id,
    )
    .map(({ pair, verdict }) => {
      if (typeof verdict === 'string') return { pair, verdict };
      const limited = isLimited(pair) && verdict > 0 ? cutDown(held, pair, verdict, leftOf(held, used, pair)) : verdict;
      if (typeof limited === 'string') return { pair, verdict: limited };
      const { expense, referral, version } = pair;
      used.push({ expense, amount: limited, referralprogram_rule: version.referralprogram_rule, ...referral });
      return { pair, verdict: limited };
    });
}

const isLimited = ({ version }: Pair): boolean => version.limit_referral !== null || version.limit_period !== null;

/** What a limit looks at of a reward. */
interface Earned {
  readonly expense: Row<'expense'>;
  readonly amount: number;
  readonly referralprogram_rule: number;
  readonly referer_account: number;
  readonly referral_account: number;
}

/** What the limits of a rule leave, in the provider's currency. */
function leftOf(held: Held, used: readonly Earned[], { referral, version, period }: Pair): number {
  const byRule = used.filter(
    (one) =>
      one.referralprogram_rule === version.referralprogram_rule && one.referer_account === referral.referer_account,
  );
  const ofReferral = byRule.filter((one) => one.referral_account === referral.referral_account);
  const ofPeriod = byRule.filter(({ expense: { cday } }) => period.start <= cday && cday < period.end);
  return Math.max(
    0,
    Math.min(
      (version.limit_referral ?? Infinity) - worth(held, ofReferral),
      (version.limit_period ?? Infinity) - worth(held, ofPeriod),
    ),
  );
}

const worth = (held: Held, rewards: readonly Earned[]): number =>
  rewards
    // What is less than nothing gives no room.
    .filter(({ amount }) => amount > 0)
    .map(({ amount, expense }) => inOwnCurrency(held, amount, dayOf(expense)) ?? 0)
    .reduce((one, other) => one + other, 0);

/** What a reward comes to where so much is left of limits. */
function cutDown(held: Held, { expense }: Pair, amount: number, left: number): number | RefusalReason {
  const own = inOwnCurrency(held, amount, dayOf(expense));
  if (own === undefined) return 'no-rate';
  if (own <= left) return amount;
  const near = inCurrency(held, left, dayOf(expense));
  if (near === undefined) throw new Error('what is less than the reward is no larger in its currency');
  const isBeyond = (inOwnCurrency(held, near, dayOf(expense)) ?? Infinity) > left;
  const cut = isBeyond ? near - 1 : near;
  return cut === 0 ? 'limit' : cut;
}

const dayOf = ({ currency, cday }: Row<'expense'>) => ({ currency, day: cday });
