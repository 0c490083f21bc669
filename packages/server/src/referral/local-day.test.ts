import { describe, expect, test } from '@jest/globals';
import { endOfDay, isOpen, localDay, startOfDay } from './local-day.ts';

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

describe('the end of a day', () => {
  test.each([
    ['2025-08-01', 'Europe/Berlin', '2025-08-01T21:59:59.999Z'],
    ['2025-03-30', 'Europe/Berlin', '2025-03-30T21:59:59.999Z'],
    ['2024-02-29', 'UTC', '2024-02-29T23:59:59.999Z'],
    ['2025-12-31', 'Pacific/Kiritimati', '2025-12-31T09:59:59.999Z'],
    ['2025-12-31', 'Pacific/Pago_Pago', '2026-01-01T10:59:59.999Z'],
    // The hour before midnight comes twice.
    ['2024-04-06', 'America/Santiago', '2024-04-07T03:59:59.999Z'],
    // Midnight does not come.
    ['2024-09-07', 'America/Santiago', '2024-09-08T03:59:59.999Z'],
    // A day that did not come.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T09:59:59.999Z'],
  ])('of %s in %s is %s', (day, timezone, instant) => {
    expect(new Date(endOfDay(day, timezone)).toISOString()).toBe(instant);
  });

  test.each(['2025-02-29', '2025-13-01', 'tomorrow', '2025-8-1', ''])('%j is no day, and the error names it', (day) => {
    expect(() => endOfDay(day, 'UTC')).toThrow(`'${day}' is no day`);
  });
});

test.each([
  ['2025-08-01', 'Europe/Berlin', '2025-07-31T22:00:00.000Z'],
  ['2025-03-31', 'Europe/Berlin', '2025-03-30T22:00:00.000Z'],
  ['2025-01-01', 'Pacific/Kiritimati', '2024-12-31T10:00:00.000Z'],
  ['2024-04-07', 'America/Santiago', '2024-04-07T04:00:00.000Z'],
])('%s in %s begins at %s', (day, timezone, instant) => {
  expect(new Date(startOfDay(day, timezone)).toISOString()).toBe(instant);
});
