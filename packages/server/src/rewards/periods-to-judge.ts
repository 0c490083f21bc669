import { sql } from 'kysely';
import type { PeriodInTime } from './gather-parties.ts';
import { type Counting, isInTime, isOnList, isUnjudged } from './sql-parts.ts';
import { spanOf, stretchesIn } from './stretches.ts';
import type { Workplace } from './workplace.ts';

/**
 * Those of some periods that have an expense and a rule which no run has judged. Of most periods that are over all is
 * judged: to see so in the order of time, in which rewards and refusals lie together, takes a fraction of what it takes to
 * ask it for each referral.
 */
export async function periodsToJudge(
  workplace: Workplace,
  counting: Counting,
  periods: readonly PeriodInTime[],
): Promise<PeriodInTime[]> {
  const toJudge: PeriodInTime[] = [];
  for (const period of periods) if (await hasUnjudged(workplace, counting, period)) toJudge.push(period);
  return toJudge;
}

async function hasUnjudged(
  workplace: Workplace,
  { project, timezone }: Counting,
  { start, end, endAt }: PeriodInTime,
): Promise<boolean> {
  for await (const { after, last } of stretchesIn(workplace, spanOf({ start, endAt }, timezone))) {
    // Counted: for the first one alone PostgreSQL would begin elsewhere, in the hope to find it soon.
    const { rows } = await sql<{ unjudged: number }>`
      select count(*) as unjudged
      from expense
      cross join referralprogram_referral as referral
      cross join reward_terms as terms
      where (expense.cdate, expense.id) > (${after.cdate}, ${after.id})
        and (expense.cdate, expense.id) <= (${last.cdate}, ${last.id})
        and ${start} <= expense.cday and expense.cday < ${end}
        and referral.referral_account = expense.account and referral.project = ${project}
        and expense.cdate >= referral.cdate and terms.program = referral.referralprogram and ${isInTime}
        and (terms.covers = 0 or ${isOnList(sql`terms.version`)})
        and ${isUnjudged(sql`terms.rule`)}
    `.execute(workplace.connection);
    if (rows.some(({ unjudged }) => unjudged > 0)) return true;
  }
  return false;
}
