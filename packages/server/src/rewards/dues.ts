import { LARGEST_AMOUNT } from '../referral/money.ts';

/** What one payment pays. */
export interface DuePayment {
  readonly referer_account: number;
  readonly referralprogram: number;
  readonly reward_date: string;
  readonly currency: number;
  readonly amount: number;
}

/** A partner's unpaid rewards of one program, currency and day. */
export interface Unpaid {
  readonly referer_account: number;
  readonly referralprogram: number;
  readonly currency: number;
  readonly cdate: string;
  readonly amount: number;
  /** How many rewards. */
  readonly rewards: number;
  /** The least that a payment must come to, in the rewards' currency; without a rate nobody knows. */
  readonly least: number | undefined;
}

/** A payment that is due, and the rewards that it pays: those after a day, up to its own. */
export interface Due extends DuePayment {
  readonly after: string;
  readonly rewards: number;
}

/**
 * Which payments are due of what is unpaid: date by date, the oldest first. What comes to nothing together, to less than
 * the largest payment that is asked for, or to more than a payment can hold, is carried over to the next date on which
 * there is something of the same partner, program and currency.
 *
 * @param unpaid by partner, program and currency, and each of these by day
 */
export function duesOf(unpaid: readonly Unpaid[]): Due[] {
  const dues: Due[] = [];
  let carried: Unpaid | undefined;
  for (const found of unpaid) {
    carried = carried !== undefined && isOfSame(carried, found) ? together(carried, found) : found;
    if (!isEnough(carried)) continue;
    const before = dues.at(-1);
    dues.push(due(carried, before !== undefined && isOfSame(before, found) ? before.reward_date : ''));
    carried = undefined;
  }
  return dues.sort((one, other) => one.reward_date.localeCompare(other.reward_date));
}

/**
 * What is carried over beyond the last of its days, of what is unpaid of one partner, program and currency; nothing where
 * all is due.
 *
 * @returns also the first of the days that it is of
 */
export function carriedOf(unpaid: readonly Unpaid[]): (Unpaid & { readonly from: string }) | undefined {
  const paidUntil = duesOf(unpaid).at(-1)?.reward_date ?? '';
  const [first, ...others] = unpaid.filter(({ cdate }) => cdate > paidUntil);
  return first && { ...others.reduce(together, first), from: first.cdate };
}

/** Which payments are due on one day: what is unpaid of it, with all before it, be it as little as it is. */
export function duesOn(day: string, unpaid: readonly Unpaid[]): Due[] {
  const sums: Unpaid[] = [];
  for (const found of unpaid) {
    const before = sums.at(-1);
    if (before !== undefined && isOfSame(before, found)) sums.splice(-1, 1, together(before, found));
    else sums.push(found);
  }
  return sums.filter(({ cdate, amount }) => cdate === day && canBePaid(amount)).map((sum) => due(sum, ''));
}

/** Whether a run pays it: a payment can hold it, and it is not less than the least one. */
export const isEnough = ({ amount, least }: Pick<Unpaid, 'amount' | 'least'>): boolean =>
  canBePaid(amount) && least !== undefined && amount >= least;

/** Whether a payment can hold it. */
const canBePaid = (amount: number): boolean => amount > 0 && amount <= LARGEST_AMOUNT;

type Of = Pick<DuePayment, 'referer_account' | 'referralprogram' | 'currency'>;

const isOfSame = (one: Of, other: Of): boolean =>
  one.referer_account === other.referer_account &&
  one.referralprogram === other.referralprogram &&
  one.currency === other.currency;

const together = (one: Unpaid, later: Unpaid): Unpaid => ({
  ...later,
  amount: one.amount + later.amount,
  rewards: one.rewards + later.rewards,
  least: one.least === undefined || later.least === undefined ? undefined : Math.max(one.least, later.least),
});

const due = ({ least: _, cdate, ...sum }: Unpaid, after: string): Due => ({ ...sum, reward_date: cdate, after });
