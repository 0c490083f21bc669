import { sql } from 'kysely';
import { exchange } from '../prices/exchange.ts';
import { formatMoney } from '../referral/money.ts';
import type { Store } from '../store/open.ts';
import { rateOf } from '../store/rates.ts';
import type { Currency } from '../store/tariffs.ts';
import { carriedOf, type Unpaid } from './dues.ts';
import { reversals } from './reversals.ts';
import { isUnpaid } from './sql-parts.ts';

/** A provider on a day. */
export interface PayDay {
  readonly project: number;
  readonly own: Currency;
  /** The provider's day, `YYYY-MM-DD`. */
  readonly today: string;
}

/** Why no payment has a reward, in words: as a payment of today would find it, which first takes back what it has to. */
export async function whyUnpaid(
  store: Store,
  reward: { readonly id: number; readonly cdate: string },
  payDay: PayDay,
): Promise<string> {
  if (reward.cdate > payDay.today) return 'that day has not come';
  const refunds = await refundsFirst(store, reward.id, payDay);
  return [await whyUnpaidThen(store, reward, payDay), ...refunds].join('; ');
}

async function whyUnpaidThen(
  store: Store,
  reward: { readonly id: number; readonly cdate: string },
  payDay: PayDay,
): Promise<string> {
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

/** The refunds that take back of a reward before it is paid, and have not yet. */
async function refundsFirst(store: Store, reward: number, { project }: PayDay): Promise<string[]> {
  const { rows } = await sql<{ refund: number }>`
    select refund from (${reversals(project, undefined)}) as reversal where reward = ${reward} order by refund
  `.execute(store);
  return rows.map(({ refund }) => `refund ${refund} is taken back first`);
}

/** What is unpaid by today of a reward's partner, program and currency, by day, with what is taken back before a payment. */
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
  const isOfSame = sql`
    reward.referer_account = ${referer_account} and reward.referralprogram = ${referralprogram}
    and reward.currency = ${currency.id}`;
  const { rows } = await sql<{ cdate: string; amount: number; rewards: number; least: number | null }>`
    select owed.cdate, sum(owed.amount) as amount, count(*) as rewards, max(version.min_payment) as least
    from (
      select reward.expense, reward.referralprogram_rule as rule, reward.amount, reward.cdate
      from referralprogram_reward as reward
      where ${isOfSame} and ${isUnpaid}
      union all
      select reward.expense, reversal.rule, reversal.amount, reversal.cdate
      from (${reversals(project, undefined)}) as reversal
      join referralprogram_reward as reward on reward.id = reversal.reward
      where ${isOfSame}
    ) as owed
    join expense on expense.id = owed.expense
    left join referralprogram_rule_version as version on version.referralprogram_rule = owed.rule
      and version.since <= expense.cdate and (version.until is null or expense.cdate < version.until)
    where owed.cdate <= ${today}
    group by owed.cdate
    order by owed.cdate
  `.execute(store);
  const found = await rateOf(store, { project, iso: currency.iso, day: today });
  const unpaid = rows.map(({ least, ...row }) => ({
    ...{ ...row, referer_account, referralprogram, currency: currency.id },
    least: least === null ? 0 : found && exchange(least, found.rate, { from: own.exponent, to: currency.exponent }),
  }));
  return { unpaid, currency };
}
