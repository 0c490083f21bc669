const DAY = 86_400_000;

/** Writers of dates and times by their zone: one takes a hundred times as long to make as to use. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timezone: string): Intl.DateTimeFormat {
  // Swedish writes dates as ISO 8601 does.
  const clock =
    clocks.get(timezone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' });
  clocks.set(timezone, clock);
  return clock;
}

/** The day, `YYYY-MM-DD`, that an instant falls on in a time zone. */
export const localDay = (instant: number, timezone: string): string => localTime(instant, timezone).slice(0, 10);

/** An instant as the platform writes it, `YYYY-MM-DD HH:MM:SS`, in a time zone. */
export const localTime = (instant: number, timezone: string): string => clockOf(timezone).format(instant);

/** Whether a program rewards on that day: both its first and its last day are part of it. */
export const isOpen = (
  program: { readonly start_date: string | null; readonly end_date: string | null },
  day: string,
): boolean => (program.start_date ?? day) <= day && day <= (program.end_date ?? day);

/**
 * The last instant of a day in a time zone.
 *
 * @param day `YYYY-MM-DD`
 * @throws RangeError if there is no such day
 */
export const endOfDay = (day: string, timezone: string): number => startOfDay(addDays(day, 1), timezone) - 1;

/**
 * The first instant of a day in a time zone; of the next day, where clocks were put forward by the whole of it.
 *
 * @param day `YYYY-MM-DD`
 * @throws RangeError if there is no such day
 */
export function startOfDay(day: string, timezone: string): number {
  const noon = noonOf(day);
  // Halving the time in which it must be needs to know nothing of how clocks are changed, at midnight too.
  let [before, from] = [noon - 2 * DAY, noon + 2 * DAY];
  while (from - before > 1) {
    const between = Math.floor((before + from) / 2);
    if (localDay(between, timezone) < day) before = between;
    else from = between;
  }
  return from;
}

/**
 * So many days after a day, or before it.
 *
 * @throws RangeError if there is no such day
 */
export const addDays = (day: string, days: number): string =>
  new Date(noonOf(day) + days * DAY).toISOString().slice(0, 10);

/**
 * The day on which so many months after a day are over: that day of the month, or the one after the last of a month that is
 * too short.
 *
 * @param day `YYYY-MM-DD`
 */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last + 1))).toISOString().slice(0, 10);
}

function noonOf(day: string): number {
  const noon = Date.parse(`${day}T12:00:00Z`);
  if (Number.isNaN(noon) || new Date(noon).toISOString().slice(0, 10) !== day)
    throw new RangeError(`'${day}' is no day; write it as 2025-08-01`);
  return noon;
}
