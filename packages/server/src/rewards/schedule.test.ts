import { describe, expect, test } from '@jest/globals';
import { MONTHLY, periodsBetween, runsBetween, type Schedule } from './schedule.ts';

describe('the first day of each month at 03:10 of the provider’s clock (seed 000)', () => {
  const runs = (since: string, until: string, timezone = 'Europe/Berlin', schedule: Schedule = MONTHLY) =>
    runsBetween(schedule, { timezone, since: Date.parse(since), until: Date.parse(until) }).map(({ day }) => day);

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

  test.each([
    [5, ['2024-01-05', '2024-02-05', '2024-03-05', '2024-04-05']],
    [29, ['2024-01-29', '2024-02-29', '2024-03-29', '2024-04-29']],
    [30, ['2024-01-30', '2024-02-29', '2024-03-30', '2024-04-30']],
    [31, ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30']],
  ])('day %i of a month is its last one where it has fewer', (day, expected) => {
    const schedule = { day, time: '23:59' };
    expect(runs('2024-01-01T00:00:00Z', '2024-05-01T00:00:00Z', 'Europe/Berlin', schedule)).toEqual(expected);
  });

  test('a time that the clocks leave out comes with the change, and one that comes twice is run once', () => {
    const at = (time: string, since: string, until: string) =>
      runsBetween({ day: 30, time }, { timezone: 'Europe/Berlin', since: Date.parse(since), until: Date.parse(until) });
    expect(at('02:30', '2025-03-29T00:00:00Z', '2025-03-31T00:00:00Z')).toEqual([
      { day: '2025-03-30', due: Date.parse('2025-03-30T01:00:00Z') },
    ]);
    const [autumn, ...more] = runsBetween(
      { day: 26, time: '02:30' },
      {
        timezone: 'Europe/Berlin',
        since: Date.parse('2025-10-25T00:00:00Z'),
        until: Date.parse('2025-10-27T00:00:00Z'),
      },
    );
    expect([autumn?.day, more]).toEqual(['2025-10-26', []]);
  });
});

describe('periods', () => {
  test('begin on one run day and end on the next, from the one that holds the first day', () => {
    expect(periodsBetween({ day: 31, time: '03:10' }, { first: '2024-01-31', end: '2024-03-31' })).toEqual([
      { start: '2024-01-31', end: '2024-02-29' },
      { start: '2024-02-29', end: '2024-03-31' },
    ]);
    expect(periodsBetween(MONTHLY, { first: '2025-01-01', end: '2025-02-01' })).toEqual([
      { start: '2025-01-01', end: '2025-02-01' },
    ]);
    expect(periodsBetween({ day: 5, time: '03:10' }, { first: '2025-01-04', end: '2025-01-05' })).toEqual([
      { start: '2024-12-05', end: '2025-01-05' },
    ]);
    expect(periodsBetween(MONTHLY, { first: '2025-02-01', end: '2025-02-01' })).toEqual([]);
  });
});
