import { Cron } from 'croner';
import { localDay } from '../referral/local-day.ts';

/** The first day of each month at 03:10 of the provider's clock (seed 000). */
const MONTHLY = '10 3 1 * *';

/**
 * The days of the reward runs that have come, the oldest first. Each run rewards the expenses of the days before it.
 *
 * @param since the instant from which runs are counted: the provider's beginning
 * @param until the last instant whose runs have come
 */
export function runDays({ timezone, since, until }: { timezone: string; since: number; until: number }): string[] {
  const schedule = new Cron(MONTHLY, { timezone, paused: true });
  const days: string[] = [];
  let next = schedule.nextRun(new Date(since));
  while (next !== null && next.getTime() <= until) {
    days.push(localDay(next.getTime(), timezone));
    next = schedule.nextRun(next);
  }
  return days;
}

/**
 * The last instant of a day in a time zone, so that a run of any hour of that day has come.
 *
 * @param day `YYYY-MM-DD`
 * @throws RangeError if there is no such day
 */
export function endOfDay(day: string, timezone: string): number {
  const noon = Date.parse(`${day}T12:00:00Z`);
  if (Number.isNaN(noon) || new Date(noon).toISOString().slice(0, 10) !== day)
    throw new RangeError(`'${day}' is no day; write it as 2025-08-01`);
  const [year, month, date] = day.split('-').map(Number);
  const midnight = new Cron(`59 59 23 ${String(date)} ${String(month)} * ${String(year)}`, { timezone, paused: true });
  const end = midnight.nextRun(new Date(noon - 2 * 86_400_000));
  if (end === null) throw new RangeError(`'${day}' has no end in ${timezone}`);
  return end.getTime() + 999;
}
