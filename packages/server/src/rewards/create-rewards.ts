import { sql } from 'kysely';
import { addDays } from '../referral/local-day.ts';
import type { Writing } from '../store/open.ts';
import { forgetPairs, gatherPairs } from './gather-pairs.ts';
import { judgePairs } from './judge-pairs.ts';
import { keepInputs } from './keep-inputs.ts';
import { limitRewards } from './limit-rewards.ts';
import type { Schedule } from './schedule.ts';
import { countingOf } from './sql-parts.ts';

/** A reward that a run has written. */
export interface CreatedReward {
  readonly id: number;
  readonly expense: number;
  readonly referralprogram_rule: number;
  readonly referer_account: number;
  readonly amount: number;
  readonly currency: number;
  readonly cdate: string;
}

/**
 * Judges every pair of an expense and a rule whose period has ended by a run, and that no run has judged yet: writes a
 * reward or a refusal for each, as `docs/rewards.md` says. The keys of both tables guard that it is done once.
 *
 * @param day the run's, by this schedule
 */
export async function createRewards(
  writing: Writing,
  project: number,
  { schedule, day }: { schedule: Schedule; day: string },
): Promise<CreatedReward[]> {
  const counting = await countingOf(writing, project);
  if (!(await gatherPairs(writing, counting, { schedule, day }))) return [];
  await keepInputs(writing, counting);
  await judgePairs(writing, counting);
  await limitRewards(writing, counting);
  await sql`
    insert into referralprogram_unrewarded (expense, referralprogram_rule, reason, cdate)
    select expense, rule, reason, cast(${day} as text) from reward_pair where reason is not null
  `.execute(writing);
  const { rows } = await sql<CreatedReward>`
    insert into referralprogram_reward
      (expense, referralprogram_rule, referralprogram, referer_account, referral_account, amount, currency, cdate)
    select
      pair.expense, pair.rule, pair.program, pair.partner, pair.referral, pair.reward, expense.currency,
      ${await payableFrom(writing, day)}
    from reward_pair as pair
    join expense on expense.id = pair.expense
    join referralprogram_rule_version as version on version.id = pair.version
    where pair.reason is null
    order by pair.expense, pair.rule
    returning id, expense, referralprogram_rule, referer_account, amount, currency, cdate
  `.execute(writing);
  await forgetPairs(writing);
  return rows;
}

/** The day from which a reward may be paid: that of the run, or as many days later as the rule holds it back. */
async function payableFrom(writing: Writing, day: string) {
  const holds = await sql<{ days: number }>`
    select distinct version.hold_days as days from reward_pair as pair
    join referralprogram_rule_version as version on version.id = pair.version
  `.execute(writing);
  const days = holds.rows.map(({ days }) => sql`when ${days} then cast(${addDays(day, days)} as text)`);
  return days.length === 0 ? sql`cast(${day} as text)` : sql`case version.hold_days ${sql.join(days, sql` `)} end`;
}
