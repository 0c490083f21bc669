import { expect, test } from '@jest/globals';
import { daysOf, type TimeSpan } from './time-span.ts';

const at = (now: string, timezone = 'Europe/Berlin') => ({ now: Date.parse(now), timezone });

test.each<[TimeSpan, string, string, string]>([
  ['today', '2025-12-31T23:30:00Z', '2026-01-01', '2026-01-01'],
  ['currentmonth', '2024-02-10T12:00:00Z', '2024-02-01', '2024-02-29'],
  ['lastmonth', '2025-03-31T12:00:00Z', '2025-02-01', '2025-02-28'],
  ['lastmonth', '2026-01-15T12:00:00Z', '2025-12-01', '2025-12-31'],
  ['currentmonth', '2025-12-15T12:00:00Z', '2025-12-01', '2025-12-31'],
  ['currentyear', '2025-12-31T22:59:59Z', '2025-01-01', '2025-12-31'],
  ['currentyear', '2025-12-31T23:00:00Z', '2026-01-01', '2026-12-31'],
  ['lastyear', '2025-06-01T12:00:00Z', '2024-01-01', '2024-12-31'],
])('%s at %s is from %s to %s', (span, now, start, end) => {
  expect(daysOf(span, at(now))).toEqual({ start, end });
});

test('all has no bounds, and other those that are given', () => {
  expect(daysOf('all', at('2025-06-01T12:00:00Z'))).toEqual({});
  expect(daysOf('other', { ...at('2025-06-01T12:00:00Z'), start: '2025-01-02' })).toEqual({ start: '2025-01-02' });
});
