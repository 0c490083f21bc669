import { sql } from 'kysely';
import { exchange } from '../prices/exchange.ts';
import type { Writing } from '../store/open.ts';
import type { RefusalReason } from '../store/schema.ts';
import { type Counting, joinRateOfExpense, toOwnCurrency } from './sql-parts.ts';

/** A pair by a rule that has a limit in one of its versions, in the order in which they use it up. */
interface Limited {
  readonly expense: number;
  readonly rule: number;
  readonly referral: number;
  readonly partner: number;
  readonly period_start: string;
  readonly period_end: string;
  readonly reward: number;
  /** The reward in the provider's currency, as limits are; nothing without a rate. */
  readonly own: number | null;
  readonly exponent: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly limit_referral: number | null;
  readonly limit_period: number | null;
}

/**
 * Cuts rewards down to what the limits of their rules leave, one after the other, for each uses up what the next ones
 * have. Few rules have limits, and SQL sums nothing up of which the sum changes the parts.
 */
export async function limitRewards(writing: Writing, counting: Counting): Promise<void> {
  const { rows } = await sql<Limited>`
    select
      pair.expense, pair.rule, pair.referral, pair.partner, pair.period_start, pair.period_end, pair.reward,
      ${toOwnCurrency(counting, sql`pair.reward`)} as own,
      currency.exponent,
      case when currency.id = ${counting.currency.id} then 1 else rate.numerator end as numerator,
      case when currency.id = ${counting.currency.id} then 1 else rate.denominator end as denominator,
      version.limit_referral, version.limit_period
    from reward_pair as pair
    join referralprogram_rule_version as version on version.id = pair.version
    join expense on expense.id = pair.expense
    join currency on currency.id = expense.currency
    ${joinRateOfExpense(counting.project)}
    where pair.reason is null and pair.reward > 0 and pair.rule in (
      select limited.referralprogram_rule from referralprogram_rule_version as limited
      where limited.limit_referral is not null or limited.limit_period is not null
    )
    order by expense.cdate, expense.id, pair.rule
  `.execute(writing);

  const earned = new Map<string, number>();
  for (const pair of rows) {
    const bounds = [
      { limit: pair.limit_referral, of: { referral: pair.referral } },
      { limit: pair.limit_period, of: { start: pair.period_start, end: pair.period_end } },
    ].map(({ limit, of }) => ({ limit, of, key: JSON.stringify([pair.rule, pair.partner, of]) }));
    for (const { key, of } of bounds)
      if (!earned.has(key)) earned.set(key, await earnedBefore(writing, counting, { ...pair, of }));
    const room = Math.min(...bounds.map(({ limit, key }) => (limit ?? Infinity) - (earned.get(key) ?? 0)));
    // What a version without limits earns is left whole, and uses up those of the rule's other versions.
    const kept =
      room === Infinity ? { reward: pair.reward, own: pair.own ?? 0 } : within(counting, pair, Math.max(0, room));
    for (const { key } of bounds) earned.set(key, (earned.get(key) ?? 0) + (kept?.own ?? 0));
    if (kept?.reward !== pair.reward) await cut(writing, pair, kept?.reward);
  }
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

/** What a rule has earned a partner in earlier runs: of a referral, or in a period. */
async function earnedBefore(
  writing: Writing,
  counting: Counting,
  {
    rule,
    partner,
    of,
  }: Pick<Limited, 'rule' | 'partner'> & { of: { referral: number } | { start: string; end: string } },
): Promise<number> {
  const which =
    'referral' in of
      ? sql`reward.referral_account = ${of.referral}`
      : sql`expense.cday >= ${of.start} and expense.cday < ${of.end}`;
  const { rows } = await sql<{ earned: number }>`
    select cast(coalesce(sum(${toOwnCurrency(counting, sql`reward.amount`)}), 0) as bigint) as earned
    from referralprogram_reward as reward
    join expense on expense.id = reward.expense
    join currency on currency.id = reward.currency
    ${joinRateOfExpense(counting.project)}
    where reward.referralprogram_rule = ${rule} and reward.referer_account = ${partner} and reward.amount > 0 and ${which}
  `.execute(writing);
  return rows[0]?.earned ?? 0;
}

/** Leaves so much of a reward, or refuses it. */
async function cut(writing: Writing, { expense, rule }: Limited, left: number | undefined): Promise<void> {
  const reason: RefusalReason | null = left === undefined ? 'no-rate' : left === 0 ? 'limit' : null;
  await sql`
    update reward_pair set reward = cast(${left ?? 0} as bigint), reason = cast(${reason} as text)
    where expense = ${expense} and rule = ${rule}
  `.execute(writing);
}
