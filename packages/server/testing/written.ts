import type { Writing } from '../src/store/open.ts';
import { type NaivePayment, nameOf } from './naive-payments.ts';
import { type Judged, type NaiveReward, NOTHING } from './naive-rewards.ts';

/** What runs and payments have written, or must write. */
export interface Written extends Judged {
  readonly payments: readonly NaivePayment[];
}

export const NOTHING_WRITTEN: Written = { ...NOTHING, payments: [] };

/** The tables that runs and payments write. */
export const WRITTEN_TABLES = [
  ...(['referralprogram_reward', 'referralprogram_unrewarded', 'referralprogram_input'] as const),
  ...(['subaccount', 'payment', 'payment_reward', 'ledger'] as const),
] as const;

/** What tables say of what runs and payments have written, in an order that is always the same. */
export async function writtenIn(writing: Writing) {
  const rewards = await writing.selectFrom('referralprogram_reward').selectAll().execute();
  const judged = inOrder({
    rewards: rewards.map(({ id: _, ...reward }) => reward),
    refusals: await writing.selectFrom('referralprogram_unrewarded').selectAll().execute(),
    inputs: await writing.selectFrom('referralprogram_input').selectAll().execute(),
  });
  return { ...judged, payments: await paymentsIn(writing) };
}

export type InTables = Awaited<ReturnType<typeof writtenIn>>;

/** What tables must say where this has been written, and paid at an instant. */
export const inTables = ({ payments, ...judged }: Written, paidAt: number): InTables => ({
  ...inOrder(judged),
  payments: payments
    .map(({ referer_account: account, referralprogram, reward_date, currency, amount, rewards }) => ({
      ...{ account, referralprogram, reward_date, currency, account_currency: currency, createdate: paidAt },
      ...{ paymethodamount: amount, subaccountamount: amount, usedamount: 0, status: 4 },
      ledger: [{ account, amount, cdate: paidAt, reason: null, expense: null }],
      rewards: rewards.map(nameOf).sort(),
    }))
    .sort(byTerms),
});

/** All payments, each with its rows in the ledger and the rewards that it pays. */
async function paymentsIn(writing: Writing) {
  const payments = await writing
    .selectFrom('payment')
    .innerJoin('subaccount', 'subaccount.id', 'payment.subaccount')
    .selectAll('payment')
    .select(['subaccount.account', 'subaccount.currency as account_currency'])
    .execute();
  const paid = await writing
    .selectFrom('payment_reward')
    .innerJoin('referralprogram_reward as reward', 'reward.id', 'payment_reward.reward')
    .selectAll('reward')
    .select('payment_reward.payment')
    .execute();
  const entries = await writing
    .selectFrom('ledger')
    .innerJoin('subaccount', 'subaccount.id', 'ledger.subaccount')
    .selectAll('ledger')
    .select('subaccount.account')
    .execute();
  const rewardsOf = Map.groupBy(paid, ({ payment }) => payment);
  const ledgerOf = Map.groupBy(entries, ({ payment }) => payment);
  return payments
    .map(({ id, subaccount: _, randomnumber: __, ...payment }) => ({
      ...payment,
      ledger: (ledgerOf.get(id) ?? []).map(({ account, amount, cdate, reason, expense }) => ({
        ...{ account, amount, cdate, reason, expense },
      })),
      rewards: (rewardsOf.get(id) ?? []).map(nameOf).sort(),
    }))
    .sort(byTerms);
}

const inOrder = ({ rewards, refusals, inputs }: Judged): Judged => ({
  rewards: rewards.toSorted((a, b) => byPair(a, b) || (a.refund ?? 0) - (b.refund ?? 0)),
  refusals: refusals.toSorted(byPair),
  inputs: inputs.toSorted(
    (a, b) =>
      a.version - b.version ||
      a.condition - b.condition ||
      a.period_end.localeCompare(b.period_end) ||
      a.account - b.account,
  ),
});

type PairJudged = Pick<NaiveReward, 'expense' | 'referralprogram_rule'>;

const byPair = (a: PairJudged, b: PairJudged): number =>
  a.expense - b.expense || a.referralprogram_rule - b.referralprogram_rule;

/** No two payments pay the same rewards. */
const byTerms = (a: { readonly rewards: readonly string[] }, b: { readonly rewards: readonly string[] }): number =>
  a.rewards.join().localeCompare(b.rewards.join());
