import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { duesOf, duesOn, type Unpaid } from './dues.ts';

const DAYS = ['2025-07-01', '2025-08-01', '2025-09-01', '2025-10-01'] as const;

const unpaid = (cdate: string, amount: number, more: Partial<Unpaid> = {}): Unpaid => ({
  referer_account: 1,
  referralprogram: 1,
  currency: 126,
  cdate,
  amount,
  rewards: 1,
  least: 0,
  ...more,
});

describe('duesOf', () => {
  test('pays each partner, program, date and currency by itself, the oldest date first', () => {
    const dues = duesOf([
      unpaid(DAYS[0], 10),
      unpaid(DAYS[1], 20),
      unpaid(DAYS[0], 30, { currency: 127 }),
      unpaid(DAYS[0], 40, { referralprogram: 2 }),
      unpaid(DAYS[0], 50, { referer_account: 2 }),
    ]);
    expect(dues.map(({ reward_date, amount }) => [reward_date, amount])).toEqual([
      [DAYS[0], 10],
      [DAYS[0], 30],
      [DAYS[0], 40],
      [DAYS[0], 50],
      [DAYS[1], 20],
    ]);
  });

  test('carries over what is less than asked for, than nothing, or of unknown worth; the others wait for nothing', () => {
    expect(duesOf([unpaid(DAYS[0], 10, { least: 25 }), unpaid(DAYS[1], 10), unpaid(DAYS[2], 5)])).toMatchObject([
      { reward_date: DAYS[2], amount: 25, rewards: 3, after: '' },
    ]);
    expect(duesOf([unpaid(DAYS[0], -10), unpaid(DAYS[1], 10), unpaid(DAYS[2], 5)])).toMatchObject([
      { reward_date: DAYS[2], amount: 5, rewards: 3, after: '' },
    ]);
    expect(duesOf([unpaid(DAYS[0], 10, { least: undefined }), unpaid(DAYS[1], 10)])).toEqual([]);
    expect(duesOf([unpaid(DAYS[0], -10), unpaid(DAYS[0], 5, { referer_account: 2 })])).toMatchObject([
      { referer_account: 2, amount: 5, after: '' },
    ]);
  });

  test('every reward is in one payment or waits, and what waits last could not be paid', () => {
    const anyUnpaid = fc.record({ day: fc.nat(3), amount: fc.integer({ min: -50, max: 50 }), least: fc.nat(60) });
    fc.assert(
      fc.property(fc.uniqueArray(anyUnpaid, { selector: ({ day }) => day }), (found) => {
        const rows = found
          .toSorted((one, other) => one.day - other.day)
          .map(({ day, amount, least }) => unpaid(DAYS[day] ?? '', amount, { least }));
        let after = '';
        for (const due of duesOf(rows)) {
          expect(due.after).toBe(after);
          const paid = rows.filter(({ cdate }) => after < cdate && cdate <= due.reward_date);
          expect(due.amount).toBe(paid.reduce((sum, { amount }) => sum + amount, 0));
          expect(due.rewards).toBe(paid.length);
          expect(due.amount).toBeGreaterThan(0);
          expect(due.amount).toBeGreaterThanOrEqual(Math.max(...paid.map(({ least }) => least ?? NaN)));
          after = due.reward_date;
        }
        const waiting = rows.filter(({ cdate }) => cdate > after);
        const sum = waiting.reduce((sum, { amount }) => sum + amount, 0);
        if (waiting.length > 0)
          expect(sum > 0 && sum >= Math.max(...waiting.map(({ least }) => least ?? NaN))).toBe(false);
      }),
    );
  });
});

describe('duesOn', () => {
  test('pays a day with all before it, be it as little as it is, and nothing of another day', () => {
    const found = [unpaid(DAYS[0], 30, { least: 1000 }), unpaid(DAYS[1], 5, { least: 1000 })];
    expect(duesOn(DAYS[1], found)).toMatchObject([{ reward_date: DAYS[1], amount: 35, rewards: 2, after: '' }]);
    expect(duesOn(DAYS[0], found)).toEqual([]);
    expect(duesOn(DAYS[1], [unpaid(DAYS[0], -30), unpaid(DAYS[1], 5)])).toEqual([]);
  });
});
