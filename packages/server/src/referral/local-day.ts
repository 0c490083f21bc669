/** The day, `YYYY-MM-DD`, that an instant falls on in a time zone. */
export function localDay(instant: number, timezone: string): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' }).format(instant);
}

/** Whether a program rewards on that day: both its first and its last day are part of it. */
export const isOpen = (
  program: { readonly start_date: string | null; readonly end_date: string | null },
  day: string,
): boolean => (program.start_date ?? day) <= day && day <= (program.end_date ?? day);
