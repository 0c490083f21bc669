import { type Kysely, sql } from 'kysely';
import { startOfDay } from '../referral/local-day.ts';
import type { Tables } from '../store/schema.ts';
import { type PeriodInTime, ZONES } from './gather-parties.ts';
import type { Workplace } from './workplace.ts';

/** Where a run is among the expenses, which it goes through in the order of time. */
interface Place {
  readonly cdate: number;
  readonly id: number;
}

/** Expenses that are judged together: those after one place, up to another. */
export interface Stretch {
  readonly after: Place;
  readonly last: Place;
}

/** From one instant to before another. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The expenses of the gathered parties' periods, and few others, in the order of time.
 *
 * @returns each stretch, and how much of the way lies behind when it is done, from 0 to 1
 */
export async function* stretchesToJudge(
  workplace: Workplace,
  timezone: string,
): AsyncGenerator<{ stretch: Stretch; share: number }> {
  const spans = await spansOf(workplace.connection, timezone);
  const total = spans.reduce((sum, { from, to }) => sum + to - from, 0);
  let done = 0;
  for (const span of spans) {
    for await (const stretch of stretchesIn(workplace, span))
      yield { stretch, share: (done + stretch.last.cdate - span.from) / total };
    done += span.to - span.from;
  }
}

/** The expenses of a span of time, in its order. */
export async function* stretchesIn({ connection, together }: Workplace, { from, to }: Span): AsyncGenerator<Stretch> {
  const end: Place = { cdate: to, id: 0 };
  for (let after: Place | undefined = { cdate: from, id: 0 }; after !== undefined;) {
    const next: Place | undefined = await placeAfter(connection, { after, end, together });
    yield { after, last: next ?? end };
    after = next;
  }
}

/** The time in which a period's expenses were made, and few others. */
export const spanOf = ({ start, endAt }: Pick<PeriodInTime, 'start' | 'endAt'>, timezone: string): Span => ({
  from: startOfDay(start, timezone) - ZONES,
  to: endAt + ZONES,
});

/** The time that the gathered parties' periods take, in as few spans as it can be told in, the earliest first. */
async function spansOf(connection: Kysely<Tables>, timezone: string): Promise<Span[]> {
  const { rows } = await sql<{ start: string; endAt: number }>`
    select distinct period_start as start, period_end_at as "endAt" from reward_party order by period_start
  `.execute(connection);
  const spans: { from: number; to: number }[] = [];
  for (const period of rows) {
    const { from, to } = spanOf(period, timezone);
    const before = spans.at(-1);
    if (before !== undefined && from <= before.to) before.to = Math.max(before.to, to);
    else spans.push({ from, to });
  }
  return spans;
}

/** The place that is so many expenses further on, if it is before the end. */
async function placeAfter(
  connection: Kysely<Tables>,
  { after, end, together }: { after: Place; end: Place; together: number },
): Promise<Place | undefined> {
  const { rows } = await sql<Place>`
    select cdate, id from expense
    where (cdate, id) > (${after.cdate}, ${after.id}) and cdate < ${end.cdate}
    order by cdate, id limit 1 offset ${together - 1}
  `.execute(connection);
  return rows[0];
}
