import fc from 'fast-check';
import type { Comparison } from '../src/referral/conditions.ts';

/** Days at which something may go wrong: of a leap year and a common one, of clock changes, and what is around. */
export const SEASONS = [
  ['2024-01-29', '2024-01-30', '2024-01-31', '2024-02-01', '2024-02-15', '2024-02-28', '2024-02-29', '2024-03-01'],
  ['2025-01-31', '2025-02-01', '2025-02-14', '2025-02-27', '2025-02-28', '2025-03-01', '2025-03-15', '2025-03-31'],
  ['2024-02-29', '2024-03-01', '2024-03-15', '2024-03-30', '2024-03-31', '2024-04-01', '2024-04-06', '2024-04-07'],
  ['2024-10-14', '2024-10-15', '2024-10-26', '2024-10-27', '2024-10-28', '2024-10-31', '2024-11-01', '2024-11-30'],
  ['2024-12-15', '2024-12-30', '2024-12-31', '2025-01-01', '2025-01-15', '2025-01-29', '2025-01-30', '2025-01-31'],
] as const;

/** The ends of the earth, and clocks that are changed in the night, by half an hour, and at midnight. */
export const ZONES = [
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Santiago',
] as const;

/** How many circles of clients a provider has at most, where nothing else is said. */
const CIRCLES = 60;

const HOUR = 3_600_000;

/** A day of the season, and milliseconds after its first instant. */
const moment = fc.record({
  day: fc.nat(7),
  after: fc.constantFrom(0, -1, 1, 2.5 * HOUR, 3.5 * HOUR, 12 * HOUR, 12 * HOUR, 23.5 * HOUR),
});

export type Moment = Made<typeof moment>;
type Made<Of> = Of extends fc.Arbitrary<infer Value> ? Value : never;

/** One of what there is of something, whose number is known later. */
const index = fc.nat(11);
const seldom = <T>(arbitrary: fc.Arbitrary<T>, nil: T, than = 3): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary, weight: 1 }, { arbitrary: fc.constant(nil), weight: than });

const condition = fc.record({
  ctype: fc.integer({ min: 0, max: 4 }),
  comparison: fc.constantFrom<Comparison>('more', 'moreequal', 'less', 'lessequal', 'equal'),
  threshold: fc.constantFrom(0, 1, 1, 2, 2, 3, 500, 1000, 1050, 2050),
  orderperiods: seldom<string | null>(fc.constantFrom('1', '1,12', '12,-100', '0'), null, 2),
  group: fc.constantFrom(undefined, 0, 1),
});

const version = fc.record({
  schedule: index,
  from: moment,
  /** A share, or a fixed amount. */
  pays: fc.oneof(
    fc.record({
      percent: fc.constantFrom(1, 50_000, 100_000, 100_000, 333_333, 500_000, 1_000_000),
      amount: fc.constant(null),
    }),
    fc.record({ percent: fc.constant(null), amount: fc.constantFrom(1, 3, 500, 9_000_000_000_000) }),
  ),
  orders: fc.oneof(
    fc.constantFrom({ orders: 'all', months: null } as const, { orders: 'first', months: null } as const),
    fc.constantFrom(1, 2, 12, 999).map((months) => ({ orders: 'months', months }) as const),
  ),
  hold: fc.constantFrom(0, 0, 0, 1, 30, 3650),
  limits: fc.record({
    referral: seldom<number | null>(fc.constantFrom(1, 2, 250, 600, 1050, 2500), null, 2),
    period: seldom<number | null>(fc.constantFrom(1, 3, 500, 700, 1500, 4000), null, 2),
  }),
  least: seldom<number | null>(fc.constantFrom(1, 60, 250, 600, 1000, 9_000_000_000_000), null, 1),
  covers: seldom(fc.uniqueArray(fc.constantFrom('vhost', 'vds', 0, 1, 2), { maxLength: 2 }), []),
  conditions: seldom(fc.array(condition, { minLength: 1, maxLength: 3 }), [], 2),
});

/** A few clients who have nothing to do with the others. */
const circle = fc.record({
  programs: fc.array(
    fc.record({
      start: seldom<number | null>(fc.nat(7), null, 5),
      end: seldom<number | null>(fc.nat(7), null, 5),
      closed: seldom<Moment | null>(moment, null, 5),
      restrict: fc.nat(1),
    }),
    { minLength: 1, maxLength: 2, size: 'xsmall' },
  ),
  rules: fc.array(
    fc.record({
      program: index,
      versions: fc.array(version, { minLength: 1, maxLength: 3 }),
      ends: seldom<Moment | null>(moment, null, 5),
      /** Whether the first version has been in force for ever. */
      old: fc.constantFrom(true, true, true, false),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  accounts: fc.integer({ min: 2, max: 6 }),
  users: fc.array(fc.record({ account: fc.nat(6), mailbox: fc.nat(3), variant: fc.nat(5) }), { maxLength: 8 }),
  partners: fc.array(fc.record({ account: fc.nat(1), program: index }), { maxLength: 4 }),
  referrals: fc.uniqueArray(
    fc.record({
      account: index,
      partner: fc.nat(1),
      program: index,
      /** Most of them early, so that there is something to reward. */
      joined: fc.oneof({ arbitrary: moment, weight: 1 }, { arbitrary: fc.constant({ day: 0, after: 0 }), weight: 2 }),
      step: fc.constantFrom(0, 0, 0, 1, 2),
    }),
    { selector: ({ account }) => account, minLength: 1, maxLength: 6 },
  ),
  items: fc.array(fc.record({ account: index, tariff: fc.nat(2), period: fc.constantFrom(1, 1, 12, -100, 0) }), {
    maxLength: 5,
  }),
  expenses: fc.array(
    fc.record({
      /** Whether it is not of the same client and instant as the one before. */
      anew: fc.constantFrom(true, true, true, false),
      account: index,
      /** Of anybody, and not of a referral. */
      anybody: seldom(fc.constant(true), false, 6),
      item: fc.option(index, { freq: 4 }),
      amount: fc.oneof(
        { arbitrary: fc.constantFrom(500, 1000, 1000, 1050), weight: 6 },
        { arbitrary: fc.constantFrom(0, 1, 4, 5, 15, -5, -500, -1000), weight: 3 },
        { arbitrary: fc.integer({ min: -3000, max: 3000 }), weight: 1 },
        { arbitrary: fc.constantFrom(9_000_000_000_000, -9_000_000_000_000), weight: 1 },
      ),
      currency: seldom(index, 0, 2),
      when: moment,
      step: fc.constantFrom(0, 0, 0, 1, 2, 3),
    }),
    { minLength: 3, maxLength: 12, size: 'max' },
  ),
  refunds: fc.array(
    fc.record({
      expense: index,
      /** Which share of the expense, or how much. */
      part: fc.oneof(
        fc.constantFrom({ of: 1 }, { of: 1 }, { of: 2 }, { of: 3 }, { of: 3 }, { of: 7 }),
        fc.record({ amount: fc.constantFrom(1, 4, 100, 9_000_000_000_000) }),
      ),
      when: moment,
      step: fc.constantFrom(0, 0, 1, 2, 3),
    }),
    { maxLength: 6 },
  ),
  moves: fc.array(
    fc.record({
      account: fc.nat(1),
      program: index,
      what: fc.constantFrom('leaves', 'leaves', 'leaves and returns', 'joins', 'barred', 'unbarred'),
      when: moment,
      step: fc.constantFrom(0, 0, 1, 2, 3),
    }),
    { maxLength: 6 },
  ),
});

/** What all circles of a provider's clients share. */
const provider = {
  season: fc.nat(SEASONS.length - 1),
  timezone: fc.constantFrom(...ZONES),
  currency: seldom(index, 0, 1),
  schedules: fc.array(
    fc.record({ day: fc.constantFrom(1, 1, 7, 15, 28, 29, 30, 31), time: fc.constantFrom('03:10', '00:00', '23:59') }),
    { minLength: 1, maxLength: 3 },
  ),
  rates: fc.array(
    fc.record({
      currency: index,
      day: fc.nat(7),
      rate: fc.oneof(
        { arbitrary: fc.constantFrom([11_603, 10_000], [1, 1], [1, 3], [2, 1], [16_250, 100]), weight: 8 },
        { arbitrary: fc.constantFrom([1_000_000_000_000, 1], [1, 1_000_000_000_000]), weight: 1 },
      ),
      step: fc.constantFrom(0, 0, 0, 1),
    }),
    { maxLength: 10, size: 'max' },
  ),
  inOrder: fc.boolean(),
  runs: fc.array(
    fc.record({
      schedule: index,
      month: fc.constantFrom(1, 1, 1, 2, 2, 3, 4),
      /** So many days after the run payments are made, if they are. */
      pays: fc.constantFrom(null, 0, 0, 0, 1, 31, 3651),
    }),
    { minLength: 2, maxLength: 6, size: 'max' },
  ),
};

/** A provider with so many circles of clients at most. */
export const anyProviderOf = (circles: number) =>
  fc.record({ ...provider, circles: fc.array(circle, { minLength: 1, maxLength: circles, size: 'max' }) });

export const anyProvider = anyProviderOf(CIRCLES);

/** A provider, and what happens to it between runs. */
export type AnyProvider = Made<typeof anyProvider>;

export type Circle = Made<typeof circle>;
