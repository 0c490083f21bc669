/** The day up to which runs are done: so all of them are overdue. */
export const UNTIL = '2025-07-01';
const [from, to] = [Date.UTC(2025, 3, 1, 4), Date.UTC(2025, 6, 1)];

/** Two schedules, conditions, limits, holds, a least payment, first orders and fixed amounts: whatever a run remembers. */
const rules = [
  { percent: 100_000, limit_referral: 15_000, limit_period: 100_000 },
  {
    percent: 50_000,
    hold_days: 14,
    min_payment: 2_000,
    schedule_day: 15,
    groups: [
      [
        { ctype: 1, comparison: 'moreequal', threshold: 40_000 },
        { ctype: 2, comparison: 'more', threshold: 1 },
      ],
      [
        { ctype: 3, comparison: 'moreequal', threshold: 12 },
        { ctype: 4, comparison: 'more', threshold: 200_000 },
      ],
    ],
  },
  { amount: 100, orders: 'first' },
];

/** Three months in two currencies, with refunds, for `makeRewardData`. */
export const overdue = (expenses, seed) => ({ expenses, from, to, rules, seed, dollars: 0.1, refunds: 0.02 });
