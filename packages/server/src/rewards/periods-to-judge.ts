import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { PeriodInTime } from './gather-parties.ts';
import { type Counting, isInTime, isOnList, isUnjudged } from './sql-parts.ts';
import { spanOf, type Stretch, stretchesIn } from './stretches.ts';
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
  const spans = new Map(periods.map((period) => [period, spanOf(period, counting.timezone)]));
  const all = {
    from: Math.min(...[...spans.values()].map(({ from }) => from)),
    to: Math.max(...[...spans.values()].map(({ to }) => to)),
  };
  const toJudge = new Set<PeriodInTime>();
  for await (const stretch of stretchesIn(workplace, all)) {
    const near = periods.filter((period) => {
      const { from, to } = spans.get(period) ?? all;
      return !toJudge.has(period) && from <= stretch.last.cdate && stretch.after.cdate <= to;
    });
    if (near.length === 0) continue;
    const unjudged = await unjudgedIn(workplace.connection, counting.project, { stretch, periods: near });
    for (const period of near) if (unjudged.has(period.start)) toJudge.add(period);
  }
  return periods.filter((period) => toJudge.has(period));
}

/** Which of some periods have something unjudged among the expenses of a stretch, by their first days. */
async function unjudgedIn(
  connection: Kysely<Tables>,
  project: number,
  { stretch: { after, last }, periods }: { stretch: Stretch; periods: readonly PeriodInTime[] },
): Promise<Set<string>> {
  const { rows } = await sql<{ start: string }>`
    with period (start, finish) as (
      values ${sql.join(periods.map(({ start, end }) => sql`(cast(${start} as text), cast(${end} as text))`))}
    )
    select distinct period.start
    from expense
    cross join period
    cross join referralprogram_referral as referral
    cross join reward_terms as terms
    where (expense.cdate, expense.id) > (${after.cdate}, ${after.id})
      and (expense.cdate, expense.id) <= (${last.cdate}, ${last.id})
      and period.start <= expense.cday and expense.cday < period.finish
      and referral.referral_account = expense.account and referral.project = ${project}
      and expense.cdate >= referral.cdate and terms.program = referral.referralprogram and ${isInTime}
      and (terms.covers = 0 or ${isOnList(sql`terms.version`)})
      and ${isUnjudged(sql`terms.rule`)}
  `.execute(connection);
  return new Set(rows.map(({ start }) => start));
}
