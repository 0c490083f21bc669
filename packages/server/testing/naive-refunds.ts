import { type Held, type NaiveReward, type Row, type Run, versionInForce } from './naive-rewards.ts';

/**
 * What a run takes back for refunds of the days before it, of all rewards that there are by then; and what is taken back
 * before payments, without a run: for refunds of the days before the reward's.
 */
export function naiveReversals(held: Held, rewards: readonly NaiveReward[], run: Run | undefined): NaiveReward[] {
  return rewards
    .filter(({ refund }) => refund === null)
    .flatMap((reward) => {
      const expense = held.expense.find(({ id }) => id === reward.expense);
      if (expense === undefined) return [];
      const { schedule_day, schedule_time } = versionInForce(held, reward);
      const isOfRun = schedule_day === run?.schedule.day && schedule_time === run.schedule.time;
      // In the order in which they were recorded, which is that of their numbers.
      return held.refund
        .filter((refund) => refund.expense === expense.id)
        .sort((one, other) => one.id - other.id)
        .map((refund, at, all) => {
          const until = (end: number): number => takenBack(reward, expense, all.slice(0, end));
          return { ...reward, refund, amount: until(at) - until(at + 1) };
        })
        .filter(({ amount, refund }) => amount < 0 && !isTakenBack(rewards, reward, refund))
        .flatMap((one): NaiveReward[] => {
          const { id, cday } = one.refund;
          if (cday < reward.cdate) return [{ ...one, refund: id }];
          return run !== undefined && isOfRun && cday < run.day ? [{ ...one, refund: id, cdate: run.day }] : [];
        });
    });
}

/** What refunds of an expense together take back of a reward: rounded once, half away from zero. */
function takenBack({ amount }: NaiveReward, expense: Row<'expense'>, refunds: readonly Row<'refund'>[]): number {
  const given = refunds.reduce((total, refund) => total + BigInt(refund.amount), 0n);
  const whole = BigInt(expense.amount);
  return Number((2n * BigInt(amount) * given + whole) / (2n * whole));
}

const isTakenBack = (rewards: readonly NaiveReward[], reward: NaiveReward, { id }: Row<'refund'>): boolean =>
  rewards.some((one) => one.refund === id && one.referralprogram_rule === reward.referralprogram_rule);
