import type { Words } from '../call/words.ts';

/**
 * How a condition compares what it looks at with its threshold. The seeds do not name the codes: these are ours, and
 * stand here alone.
 */
export const COMPARISONS = {
  more: { en: 'greater than', ru: 'больше' },
  moreequal: { en: 'greater than or equal to', ru: 'больше или равно' },
  less: { en: 'less than', ru: 'меньше' },
  lessequal: { en: 'less than or equal to', ru: 'меньше или равно' },
  equal: { en: 'equal to', ru: 'равно' },
} as const satisfies Readonly<Record<string, Words>>;

/** A comparison by its code. */
export type Comparison = keyof typeof COMPARISONS;

export const comparisons = Object.keys(COMPARISONS) as [Comparison, ...Comparison[]];

/** How each is written as a sign, and whether it holds; exactly what the reward run's SQL decides. */
export const COMPARE: Readonly<
  Record<Comparison, { readonly sign: string; readonly holds: (value: number, threshold: number) => boolean }>
> = {
  more: { sign: '>', holds: (value, threshold) => value > threshold },
  moreequal: { sign: '>=', holds: (value, threshold) => value >= threshold },
  less: { sign: '<', holds: (value, threshold) => value < threshold },
  lessequal: { sign: '<=', holds: (value, threshold) => value <= threshold },
  equal: { sign: '=', holds: (value, threshold) => value === threshold },
};

/** What a condition looks at, by its `ctype` and in the words of seed 001, and the parameter that its threshold is sent as. */
export const CTYPES = {
  0: { en: 'no conditions', ru: 'без условий', threshold: undefined },
  1: { en: "referral's sales volume", ru: 'объём продаж реферала', threshold: 'amount_ctype_1' },
  2: { en: 'number of services purchased by the referral', ru: 'количество услуг реферала', threshold: 'item_count' },
  3: {
    en: 'number of referrals brought by the referrer',
    ru: 'количество рефералов партнёра',
    threshold: 'referral_count',
  },
  4: { en: 'total sales volume of all referrals', ru: 'объём продаж всех рефералов', threshold: 'amount_ctype_4' },
} as const;

export type Ctype = keyof typeof CTYPES;

/** Whether the threshold of a condition is an amount of money, and not a number. */
export const isAmount = (ctype: number): boolean => ctype === 1 || ctype === 4;

/** The kinds of condition that look at the partner, and not at the referral. */
export const OF_PARTNER: readonly number[] = [3, 4];
