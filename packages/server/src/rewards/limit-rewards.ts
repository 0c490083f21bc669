import { type Kysely, type RawBuilder, sql } from 'kysely';
import { exchange } from '../prices/exchange.ts';
import type { RefusalReason, Tables } from '../store/schema.ts';
import type { Part } from './parts.ts';
import { type Counting, joinRateOfExpense, toOwnCurrency } from './sql-parts.ts';
import { makeKeyed } from './temporary-tables.ts';

/** A verdict by a rule that has a limit in one of its versions, in the order in which they use it up. */
interface Limited {
  readonly n: number;
  readonly rule: number;
  readonly referral: number;
  readonly partner: number;
  readonly limited_in: string;
  readonly reward: number;
  /** The reward in the provider's currency, as limits are; nothing without a rate. */
  readonly own: number | null;
  readonly exponent: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly limit_referral: number | null;
  readonly limit_period: number | null;
  /** What the rule had earned the partner before this run. */
  readonly of_referral: number;
  readonly in_period: number;
}

/**
 * Makes `reward_earned`: what rules with limits had earned partners before this run, of each gathered referral and in each
 * gathered period, in the provider's currency.
 */
export const makeEarned = (connection: Kysely<Tables>): Promise<void> =>
  makeKeyed(connection, 'reward_earned', {
    columns: sql`
      rule bigint not null, partner bigint not null, referral bigint not null, period_start text not null,
      amount bigint not null`,
    key: sql`rule, partner, referral, period_start`,
  });

/** What stands for all periods, and for all referrals: no client has this number, and no period begins so. */
const ALL = { referral: 0, period: '' } as const;

const earnedAmount = (counting: Counting): RawBuilder<unknown> =>
  sql`cast(coalesce(sum(${toOwnCurrency(counting, sql`reward.amount`)}), 0) as bigint)`;

/** Adds up what the rules of the gathered parties had earned of some referrals. */
export async function addEarnedOfReferrals(
  connection: Kysely<Tables>,
  counting: Counting,
  { first, last }: Part,
): Promise<void> {
  await sql`
    insert into reward_earned
    select party.rule, party.partner, party.referral, cast(${ALL.period} as text), ${earnedAmount(counting)}
    from (
      select distinct terms.rule, party.partner, party.referral
      from reward_party as party join reward_terms as terms on terms.version = party.version
      where party.referral between ${first} and ${last} and terms.limited = 1
    ) as party
    join expense on expense.account = party.referral
    join referralprogram_reward as reward on reward.expense = expense.id and reward.referralprogram_rule = party.rule
      and reward.referer_account = party.partner and reward.amount > 0
    ${joinRateOfExpense(counting)}
    group by party.rule, party.partner, party.referral
  `.execute(connection);
}

/** Adds up what the rules of the gathered parties had earned in their periods, of all partners at once. */
export async function addEarnedInPeriods(connection: Kysely<Tables>, counting: Counting): Promise<void> {
  await sql`
    insert into reward_earned
    select party.rule, party.partner, cast(${ALL.referral} as bigint), party.period_start, ${earnedAmount(counting)}
    from referralprogram_reward as reward
    join expense on expense.id = reward.expense
    join (
      select distinct terms.rule, party.partner, party.period_start, party.period_end
      from reward_party as party join reward_terms as terms on terms.version = party.version
      where terms.limited = 1
    ) as party on party.rule = reward.referralprogram_rule and party.partner = reward.referer_account
      and party.period_start <= expense.cday and expense.cday < party.period_end
    ${joinRateOfExpense(counting)}
    where reward.amount > 0 and reward.referralprogram_rule in (select rule from reward_terms where limited = 1)
    group by party.rule, party.partner, party.period_start
  `.execute(connection);
}

/** Cuts the rewards among the verdicts down to what limits leave. */
export type LimitRewards = (connection: Kysely<Tables>) => Promise<void>;

/**
 * Cuts rewards down to what the limits of their rules leave, one after the other, for each uses up what the next ones
 * have. Few rules have limits, and SQL sums nothing up of which the sum changes the parts.
 *
 * @returns what does it to one stretch of verdicts after the other; it remembers what those before have used up
 */
export function limitingRewards(counting: Counting): LimitRewards {
  const earned = new Map<string, number>();
  return async (connection) => {
    const { rows } = await sql<Limited>`
      select
        verdict.n, terms.rule, verdict.referral, verdict.partner, verdict.limited_in, verdict.reward,
        ${toOwnCurrency(counting, sql`verdict.reward`)} as own,
        coalesce(currency.exponent, ${counting.currency.exponent}) as exponent,
        case when currency.id is null then 1 else rate.numerator end as numerator,
        case when currency.id is null then 1 else rate.denominator end as denominator,
        terms.limit_referral, terms.limit_period,
        coalesce(of_referral.amount, 0) as of_referral,
        coalesce(in_period.amount, 0) as in_period
      from reward_verdict as verdict
      join reward_terms as terms on terms.version = verdict.version
      join expense on expense.id = verdict.expense
      ${joinRateOfExpense(counting)}
      left join reward_earned as of_referral on of_referral.rule = terms.rule
        and of_referral.partner = verdict.partner and of_referral.referral = verdict.referral
        and of_referral.period_start = ${ALL.period}
      left join reward_earned as in_period on in_period.rule = terms.rule
        and in_period.partner = verdict.partner and in_period.referral = ${ALL.referral}
        and in_period.period_start = verdict.limited_in
      where verdict.limited_in is not null and verdict.reason is null and verdict.reward > 0
      order by verdict.n
    `.execute(connection);

    for (const verdict of rows) {
      const { rule, partner, referral, limited_in } = verdict;
      const bounds = [
        { limit: verdict.limit_referral, before: verdict.of_referral, of: referral },
        { limit: verdict.limit_period, before: verdict.in_period, of: limited_in },
      ].map(({ limit, before, of }) => {
        const key = JSON.stringify([rule, partner, of]);
        return { limit, key, used: earned.get(key) ?? before };
      });
      const room = Math.min(...bounds.map(({ limit, used }) => (limit ?? Infinity) - used));
      // What a version without limits earns is left whole, and uses up those of the rule's other versions.
      const kept =
        room === Infinity
          ? { reward: verdict.reward, own: verdict.own ?? 0 }
          : within(counting, verdict, Math.max(0, room));
      for (const { key, used } of bounds) earned.set(key, used + (kept?.own ?? 0));
      if (kept?.reward !== verdict.reward) await cut(connection, verdict.n, kept?.reward);
    }
  };
}

/**
 * The reward, or what there is room for of it, with what that is in the provider's currency: as a later run will see it,
 * so that it does not matter which rewards are judged together. Nothing is known without a rate.
 */
function within(
  { currency }: Counting,
  { reward, own, exponent, numerator, denominator }: Limited,
  room: number,
): { readonly reward: number; readonly own: number } | undefined {
  if (own === null || numerator === null || denominator === null) return undefined;
  if (own <= room) return { reward, own };
  const worth = (amount: number): number =>
    exchange(amount, { numerator: denominator, denominator: numerator }, { from: exponent, to: currency.exponent }) ??
    0;
  const rounded = exchange(room, { numerator, denominator }, { from: currency.exponent, to: exponent }) ?? 0;
  // A limit is the most that is earned, and what is rounded up may be more.
  const left = worth(rounded) > room ? rounded - 1 : rounded;
  return { reward: left, own: worth(left) };
}

/** Leaves so much of a reward, or refuses it. */
async function cut(connection: Kysely<Tables>, n: number, left: number | undefined): Promise<void> {
  const reason: RefusalReason | null = left === undefined ? 'no-rate' : left === 0 ? 'limit' : null;
  await sql`
    update reward_verdict set reward = cast(${left ?? 0} as bigint), reason = cast(${reason} as text) where n = ${n}
  `.execute(connection);
}
