import { describe, expect, test } from '@jest/globals';
import { endOfDay, runDays } from './schedule.ts';

describe('the first day of each month at 03:10 of the provider’s clock (seed 000)', () => {
  const runs = (since: string, until: string, timezone = 'Europe/Berlin') =>
    runDays({ timezone, since: Date.parse(since), until: Date.parse(until) });

  test('a run has not come a second before, and has come at 03:10', () => {
    expect(runs('2025-07-15T00:00:00Z', '2025-08-01T01:09:59Z')).toEqual([]);
    expect(runs('2025-07-15T00:00:00Z', '2025-08-01T01:10:00Z')).toEqual(['2025-08-01']);
  });

  test('after a year with the process down every month is due, the oldest first', () => {
    const days = runs('2024-12-15T00:00:00Z', '2025-12-31T00:00:00Z');
    expect(days).toHaveLength(12);
    expect(days).toEqual(days.toSorted());
    expect(days[0]).toBe('2025-01-01');
    expect(days.at(-1)).toBe('2025-12-01');
  });

  test.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])('the day is the provider’s in %s', (timezone) => {
    expect(runs('2025-07-15T00:00:00Z', '2025-09-15T00:00:00Z', timezone)).toEqual(['2025-08-01', '2025-09-01']);
  });
});

describe('the end of a day', () => {
  test.each([
    ['2025-08-01', 'Europe/Berlin', '2025-08-01T21:59:59.999Z'],
    ['2025-03-30', 'Europe/Berlin', '2025-03-30T21:59:59.999Z'],
    ['2024-02-29', 'UTC', '2024-02-29T23:59:59.999Z'],
    ['2025-12-31', 'Pacific/Kiritimati', '2025-12-31T09:59:59.999Z'],
    ['2025-12-31', 'Pacific/Pago_Pago', '2026-01-01T10:59:59.999Z'],
  ])('of %s in %s is %s', (day, timezone, instant) => {
    expect(new Date(endOfDay(day, timezone)).toISOString()).toBe(instant);
  });

  test.each(['2025-02-29', '2025-13-01', 'tomorrow', '2025-8-1', ''])('%j is no day, and the error names it', (day) => {
    expect(() => endOfDay(day, 'UTC')).toThrow(`'${day}' is no day`);
  });
});
