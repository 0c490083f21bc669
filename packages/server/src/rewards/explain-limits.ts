import { sql } from 'kysely';
import { addDays } from '../referral/local-day.ts';
import type { Store } from '../store/open.ts';
import type { RuleVersion } from '../store/schema.ts';
import type { Period } from './schedule.ts';
import { countingOf, joinRateOfExpense, toOwnCurrency } from './sql-parts.ts';

/** A limit of a rule, and what had used it up; amounts are in the provider's currency. */
export interface UsedLimit {
  readonly of: 'client' | 'period';
  readonly limit: number;
  readonly used: number;
  /** Whose expenses had, those that used most first. */
  readonly by: readonly { readonly client: number; readonly amount: number }[];
}

/** A verdict that a limit decided. */
interface Limited {
  readonly project: number;
  readonly version: RuleVersion;
  readonly period: Period;
  readonly partner: number;
  readonly expense: { readonly id: number; readonly cdate: number; readonly account: number };
  /** The day of the run that judged. */
  readonly day: string;
}

/** What rewards of earlier runs, and those of the same run for earlier expenses, had used of a version's limits. */
export async function usedLimits(store: Store, limited: Limited): Promise<UsedLimit[]> {
  const { version, expense } = limited;
  const earned = await earnedBefore(store, limited);
  const limits = [
    {
      ...({ of: 'client', limit: version.limit_referral } as const),
      rewards: earned.filter(({ client }) => client === expense.account),
    },
    { ...({ of: 'period', limit: version.limit_period } as const), rewards: earned.filter(({ inPeriod }) => inPeriod) },
  ];
  return limits.flatMap(({ of, limit, rewards }) => {
    if (limit === null) return [];
    const by = [...Map.groupBy(rewards, ({ client }) => client)].map(([client, some]) => ({
      client,
      amount: sumOf(some),
    }));
    return { of, limit, used: sumOf(rewards), by: by.sort((one, other) => other.amount - one.amount) };
  });
}

const sumOf = (rewards: readonly { readonly amount: number }[]): number =>
  rewards.reduce((sum, { amount }) => sum + amount, 0);

async function earnedBefore(store: Store, { project, version, period, partner, expense, day }: Limited) {
  const counting = await countingOf(store, project);
  const { rows } = await sql<{
    id: number;
    client: number;
    cdate: number;
    cday: string;
    amount: number;
    payable: string;
    hold: number;
  }>`
    select
      expense.id, expense.account as client, expense.cdate, expense.cday, reward.cdate as payable,
      coalesce(said.hold_days, 0) as hold, coalesce(${toOwnCurrency(counting, sql`reward.amount`)}, 0) as amount
    from referralprogram_reward as reward
    join expense on expense.id = reward.expense
    left join referralprogram_rule_version as said on said.referralprogram_rule = reward.referralprogram_rule
      and said.since <= expense.cdate and (said.until is null or expense.cdate < said.until)
    ${joinRateOfExpense(counting)}
    where reward.referralprogram_rule = ${version.referralprogram_rule} and reward.referer_account = ${partner}
      and reward.refund is null and reward.amount > 0
      and (expense.account = ${expense.account} or expense.cday >= ${period.start} and expense.cday < ${period.end})
  `.execute(store);
  return rows
    .filter((reward) => {
      const judged = addDays(reward.payable, -reward.hold);
      const isEarlier = reward.cdate < expense.cdate || (reward.cdate === expense.cdate && reward.id < expense.id);
      return judged < day || (judged === day && isEarlier);
    })
    .map(({ client, cday, amount }) => ({ client, amount, inPeriod: period.start <= cday && cday < period.end }));
}
