/** The run that is measured, and the month whose expenses it judges: from after the run before it. */
export const RUN_DAY = '2025-08-01';
const [from, to] = [Date.UTC(2025, 6, 1, 4), Date.UTC(2025, 7, 1)];

/** 10 % of all; 5 % where the referral and the partner are good; one euro in the first months where both are. */
const rules = [
  { percent: 100_000 },
  {
    percent: 50_000,
    groups: [
      [
        { ctype: 1, comparison: 'moreequal', threshold: 80_000 },
        { ctype: 2, comparison: 'more', threshold: 2 },
      ],
      [
        { ctype: 3, comparison: 'moreequal', threshold: 15 },
        { ctype: 4, comparison: 'more', threshold: 5_000_000 },
      ],
    ],
  },
  {
    amount: 100,
    orders: 'months',
    months: 6,
    groups: [
      [
        { ctype: 4, comparison: 'moreequal', threshold: 1_500_000 },
        { ctype: 3, comparison: 'more', threshold: 50 },
      ],
      [{ ctype: 1, comparison: 'more', threshold: 20_000 }],
    ],
  },
];

/** What is to be judged, for `makeRewardData`. */
export const month = (expenses) => ({ expenses, from, to, rules });
