import { exchange } from '../prices/exchange.ts';
import { formatMoney } from '../referral/money.ts';
import type { Store } from '../store/open.ts';
import { rateOf } from '../store/rates.ts';
import type { Currency } from '../store/tariffs.ts';
import { carriedOf, type Unpaid } from './dues.ts';

/** A provider on a day. */
export interface PayDay {
  readonly project: number;
  readonly own: Currency;
  /** The provider's day, `YYYY-MM-DD`. */
  readonly today: string;
}

/** Why no payment has a reward, in words: as a payment of today would find it. */
export async function whyUnpaid(
  store: Store,
  reward: { readonly id: number; readonly cdate: string },
  payDay: PayDay,
): Promise<string> {
  if (reward.cdate > payDay.today) return 'that day has not come';
  const { unpaid, currency } = await unpaidWith(store, reward.id, payDay);
  const carried = carriedOf(unpaid);
  if (carried === undefined || reward.cdate < carried.from) return 'the next run pays it';
  const { amount, least } = carried;
  const sum = `what the partner is owed with it comes to ${formatMoney(amount, currency)}`;
  if (amount <= 0) return `carried over, for ${sum}`;
  if (least === undefined)
    return `carried over, for without a rate of ${currency.iso} nobody knows the least payment that a rule asks for`;
  return amount < least
    ? `carried over, for ${sum}, less than the least payment of ${formatMoney(least, currency)}`
    : `carried over, for ${sum}, more than a payment can hold`;
}

/** What is unpaid by today of a reward's partner, program and currency, by day. */
async function unpaidWith(
  store: Store,
  reward: number,
  { project, own, today }: PayDay,
): Promise<{ unpaid: Unpaid[]; currency: Currency }> {
  const { referer_account, referralprogram, ...currency } = await store
    .selectFrom('referralprogram_reward as reward')
    .innerJoin('currency', 'currency.id', 'reward.currency')
    .where('reward.id', '=', reward)
    .select(['reward.referer_account', 'reward.referralprogram', 'currency.id', 'currency.iso', 'currency.exponent'])
    .executeTakeFirstOrThrow();
  const rows = await store
    .selectFrom('referralprogram_reward as reward')
    .innerJoin('expense', 'expense.id', 'reward.expense')
    .leftJoin('referralprogram_rule_version as version', (join) =>
      join
        .onRef('version.referralprogram_rule', '=', 'reward.referralprogram_rule')
        .onRef('version.since', '<=', 'expense.cdate')
        .on((on) => on.or([on('version.until', 'is', null), on('expense.cdate', '<', on.ref('version.until'))])),
    )
    .leftJoin('payment_reward as paid', 'paid.reward', 'reward.id')
    .where('reward.referer_account', '=', referer_account)
    .where('reward.referralprogram', '=', referralprogram)
    .where('reward.currency', '=', currency.id)
    .where('reward.cdate', '<=', today)
    .where('paid.payment', 'is', null)
    .groupBy('reward.cdate')
    .orderBy('reward.cdate')
    .select((select) => [
      'reward.cdate',
      select.fn.sum<number>('reward.amount').as('amount'),
      select.fn.countAll<number>().as('rewards'),
      select.fn.max<number | null>('version.min_payment').as('least'),
    ])
    .execute();
  const found = await rateOf(store, { project, iso: currency.iso, day: today });
  const unpaid = rows.map(({ least, ...row }) => ({
    ...{ ...row, referer_account, referralprogram, currency: currency.id },
    least: least === null ? 0 : found && exchange(least, found.rate, { from: own.exponent, to: currency.exponent }),
  }));
  return { unpaid, currency };
}
