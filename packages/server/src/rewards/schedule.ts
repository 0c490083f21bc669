import { Cron } from 'croner';
import { localDay } from '../referral/local-day.ts';

/** When a rule is run: on a day of each month, the last one where a month has fewer, at a time of the provider's clock. */
export interface Schedule {
  readonly day: number;
  /** `HH:MM`. */
  readonly time: string;
}

/** The first day of each month at 03:10 (seed 000). */
export const MONTHLY: Schedule = { day: 1, time: '03:10' };

/** A reward run. It judges the expenses of the days before its own. */
export interface RunDate {
  readonly day: string;
  /** From when on it is due, in milliseconds since 1970. */
  readonly due: number;
}

/**
 * The reward runs that have come, the oldest first.
 *
 * @param since the instant from which runs are counted
 * @param until the last instant whose runs have come
 */
export function runsBetween(
  { day, time }: Schedule,
  { timezone, since, until }: { timezone: string; since: number; until: number },
): RunDate[] {
  const [hour = '', minute = ''] = time.split(':');
  // `L` is a month's last day: that of every month, or of February alone, which the others are longer than.
  const days = day === 31 ? ['L *'] : day > 28 ? [`${String(day)} 1,3-12`, 'L 2'] : [`${String(day)} *`];
  return days
    .flatMap((which) => {
      const schedule = new Cron(`${minute} ${hour} ${which} *`, { timezone, paused: true });
      const found: RunDate[] = [];
      let next = schedule.nextRun(new Date(since));
      while (next !== null && next.getTime() <= until) {
        found.push({ day: localDay(next.getTime(), timezone), due: next.getTime() });
        next = schedule.nextRun(next);
      }
      return found;
    })
    .sort((one, other) => one.due - other.due);
}

/** The days from one run day to the next, which is not part of them. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

/**
 * The periods of a schedule, the oldest first.
 *
 * @param first a day of the first one
 * @param end the end of the last one: a run day
 */
export function periodsBetween({ day }: Schedule, { first, end }: { first: string; end: string }): Period[] {
  const periods: Period[] = [];
  let [year = 0, month = 0] = first.split('-').map(Number);
  month -= 1;
  const next = (): string => {
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
    return runDay(year, month, day);
  };
  if (month === 0) [year, month] = [year - 1, 12];
  let start = runDay(year, month, day);
  while (start < end) {
    const finish = next();
    if (finish > first) periods.push({ start, end: finish });
    start = finish;
  }
  return periods;
}

/** A day of a month, or its last one. */
function runDay(year: number, month: number, day: number): string {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1, Math.min(day, last))).toISOString().slice(0, 10);
}

/** A run of the rules with a schedule. */
export interface Run {
  readonly schedule: Schedule;
  readonly day: string;
}
