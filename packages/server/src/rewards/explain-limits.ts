import { sql } from 'kysely';
import { exchange } from '../prices/exchange.ts';
import { addDays } from '../referral/local-day.ts';
import type { Store } from '../store/open.ts';
import { rateOf } from '../store/rates.ts';
import type { RuleVersion } from '../store/schema.ts';
import type { Currency } from '../store/tariffs.ts';
import { jobOf } from './due-runs.ts';
import type { ExplainedExpense } from './explain-expense.ts';
import type { Period } from './schedule.ts';
import { countingOf, joinRateOfExpense, toOwnCurrency } from './sql-parts.ts';

/** A limit of a rule, and what had used it up; amounts are in the provider's currency. */
export interface UsedLimit {
  readonly of: 'client' | 'period';
  readonly limit: number;
  readonly used: number;
  /** Whether that leaves room for no more than what came of the verdict. */
  readonly reached: boolean;
  /** Whose expenses had, and whether by rewards of runs or by hand, those that used most first. */
  readonly by: readonly { readonly client: number; readonly byHand: boolean; readonly amount: number }[];
}

/** A verdict that a limit may have decided. */
interface Limited {
  readonly expense: ExplainedExpense['expense'];
  readonly own: Currency;
  readonly version: RuleVersion;
  readonly period: Period;
  readonly partner: number;
  /** The day of the run that judged. */
  readonly day: string;
  /** What came of it, in the expense's currency: the reward, or 0. */
  readonly left: number;
}

/**
 * What had used a version's limits up: rewards of earlier runs, those of the same run for earlier expenses, and those that
 * were made by hand before it.
 */
export async function usedLimits(store: Store, limited: Limited): Promise<UsedLimit[]> {
  const { version, expense } = limited;
  const earned = await earnedBefore(store, limited);
  const isAllRoom = await allRoom(store, limited);
  const limits = [
    {
      ...({ of: 'client', limit: version.limit_referral } as const),
      rewards: earned.filter(({ client }) => client === expense.account),
    },
    { ...({ of: 'period', limit: version.limit_period } as const), rewards: earned.filter(({ inPeriod }) => inPeriod) },
  ];
  return limits.flatMap(({ of, limit, rewards }) => {
    if (limit === null) return [];
    const used = sumOf(rewards);
    const by = [false, true].flatMap((byHand) => {
      const some = rewards.filter((reward) => reward.byHand === byHand);
      return [...Map.groupBy(some, ({ client }) => client)].map(([client, theirs]) => ({
        ...{ client, byHand, amount: sumOf(theirs) },
      }));
    });
    return {
      ...{ of, limit, used, reached: isAllRoom(limit - used) },
      by: by.sort((one, other) => other.amount - one.amount),
    };
  });
}

const sumOf = (rewards: readonly { readonly amount: number }[]): number =>
  rewards.reduce((sum, { amount }) => sum + amount, 0);

/** Whether what came of a verdict takes all that there was room for, or a unit more would have been too much. */
async function allRoom(store: Store, { expense, own, left }: Limited): Promise<(room: number) => boolean> {
  const { project, iso, exponent, cday } = expense;
  const found = await rateOf(store, { project, iso, day: cday });
  if (found === undefined) return () => false;
  const { numerator, denominator } = found.rate;
  const worth = (amount: number): number =>
    exchange(amount, { numerator: denominator, denominator: numerator }, { from: exponent, to: own.exponent }) ??
    Infinity;
  return (room) => worth(left) >= room || worth(left + 1) > room;
}

async function earnedBefore(store: Store, { version, period, partner, expense, day }: Limited) {
  const { project } = expense;
  const counting = await countingOf(store, project);
  const job = jobOf({ day: version.schedule_day, time: version.schedule_time });
  const { rows } = await sql<{
    id: number;
    client: number;
    cdate: number;
    cday: string;
    amount: number;
    payable: string;
    hold: number;
    by_hand: number | null;
    judged: number | null;
  }>`
    select
      expense.id, expense.account as client, expense.cdate, expense.cday, reward.cdate as payable,
      coalesce(said.hold_days, 0) as hold, coalesce(${toOwnCurrency(counting, sql`reward.amount`)}, 0) as amount,
      written.cdate as by_hand, (
        select completed from job_period where project = ${project} and job = ${job} and period = ${day}
      ) as judged
    from referralprogram_reward as reward
    join expense on expense.id = reward.expense
    left join referralprogram_rule_version as said on said.referralprogram_rule = reward.referralprogram_rule
      and said.since <= expense.cdate and (said.until is null or expense.cdate < said.until)
    left join (
      select elid, min(cdate) as cdate from audit
      where project = ${project} and func = 'referralprogram.createreward' group by elid
    ) as written on written.elid = reward.id
    ${joinRateOfExpense(counting)}
    where reward.referralprogram_rule = ${version.referralprogram_rule} and reward.referer_account = ${partner}
      and reward.refund is null and reward.amount > 0
      and (expense.account = ${expense.account} or expense.cday >= ${period.start} and expense.cday < ${period.end})
  `.execute(store);
  return rows
    .filter((reward) => {
      // The date of one by hand is whatever somebody of the staff said.
      if (reward.by_hand !== null) return reward.judged === null || reward.by_hand <= reward.judged;
      const judged = addDays(reward.payable, -reward.hold);
      const isEarlier = reward.cdate < expense.cdate || (reward.cdate === expense.cdate && reward.id < expense.id);
      return judged < day || (judged === day && isEarlier);
    })
    .map(({ client, cday, amount, by_hand }) => ({
      ...{ client, amount, byHand: by_hand !== null },
      inPeriod: period.start <= cday && cday < period.end,
    }));
}
