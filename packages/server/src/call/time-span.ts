import { localDay } from '../referral/local-day.ts';
import type { Choice } from './form.ts';
import type { Lang, Words } from './words.ts';

/** The spans of time that lists and reports can be asked for; `other` goes with a first and a last day. */
const SPANS = {
  all: { en: 'all the time', ru: 'за всё время' },
  today: { en: 'today', ru: 'сегодня' },
  currentmonth: { en: 'this month', ru: 'текущий месяц' },
  lastmonth: { en: 'last month', ru: 'прошлый месяц' },
  currentyear: { en: 'this year', ru: 'текущий год' },
  lastyear: { en: 'last year', ru: 'прошлый год' },
  other: { en: 'other', ru: 'другой' },
} as const satisfies Readonly<Record<string, Words>>;

/** A span of time by its name. */
export type TimeSpan = keyof typeof SPANS;

export const timeSpans = Object.keys(SPANS) as [TimeSpan, ...TimeSpan[]];

/** The spans to choose from. */
export const timeSpanChoices = (lang: Lang): readonly Choice[] =>
  Object.entries(SPANS).map(([key, words]) => [key, words[lang]]);

/** The first and the last day of a span, `YYYY-MM-DD`, both part of it; without one it is open on that side. */
export function daysOf(
  span: TimeSpan,
  {
    now,
    timezone,
    start,
    end,
  }: { now: number; timezone: string; start?: string | undefined; end?: string | undefined },
): { readonly start?: string | undefined; readonly end?: string | undefined } {
  const today = localDay(now, timezone);
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const day = (y: number, m: number, d: number): string => new Date(Date.UTC(y, m - 1, d)).toISOString().slice(0, 10);
  switch (span) {
    case 'all':
      return {};
    case 'today':
      return { start: today, end: today };
    case 'currentmonth':
      return { start: day(year, month, 1), end: day(year, month + 1, 0) };
    case 'lastmonth':
      return { start: day(year, month - 1, 1), end: day(year, month, 0) };
    case 'currentyear':
      return { start: day(year, 1, 1), end: day(year, 12, 31) };
    case 'lastyear':
      return { start: day(year - 1, 1, 1), end: day(year - 1, 12, 31) };
    case 'other':
      return { start, end };
  }
}
