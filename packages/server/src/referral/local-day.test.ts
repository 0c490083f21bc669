import { expect, test } from '@jest/globals';
import { isOpen, localDay } from './local-day.ts';

test.each([
  ['2025-07-31T21:59:59.999Z', 'Europe/Berlin', '2025-07-31'],
  ['2025-07-31T22:00:00.000Z', 'Europe/Berlin', '2025-08-01'],
  ['2025-12-31T10:00:00.000Z', 'Pacific/Kiritimati', '2026-01-01'],
  ['2026-01-01T10:59:59.999Z', 'Pacific/Pago_Pago', '2025-12-31'],
])('%s in %s is %s', (instant, timezone, day) => {
  expect(localDay(Date.parse(instant), timezone)).toBe(day);
});

test('the first and the last day of a program are part of it', () => {
  const year = { start_date: '2025-01-01', end_date: '2025-12-31' };
  expect(['2024-12-31', '2025-01-01', '2025-12-31', '2026-01-01'].map((day) => isOpen(year, day))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isOpen({ start_date: null, end_date: null }, '2025-01-01')).toBe(true);
});
