import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Click } from '../store/schema.ts';
import { type Arrival, attribute, type Enrolment } from './attribute.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2025-08-01T12:00:00Z');
const REFERRAL = 44;

const enrolment = (partner: number, more: Partial<Enrolment> = {}): Enrolment => ({
  partner,
  program: 1,
  project: 1,
  website: 'https://site.com/',
  open: true,
  ...more,
});

const click = (sesid: string, partner: number | null, more: Partial<Click> = {}): Click => ({
  sesid,
  method: 'site',
  project: 1,
  referer_account: partner,
  referral_account: null,
  referralprogram: partner === null ? null : 1,
  site: 'https://site.com/',
  nonce: null,
  duplicate_of: null,
  cdate: NOW - DAY,
  ...more,
});

const arrival = (of: Click): Arrival => ({ sesid: of.sesid, click: of });

const decide = (
  arrivals: readonly Arrival[],
  {
    setting = 'first',
    enrolments = [enrolment(2), enrolment(3)],
  }: { setting?: 'first' | 'last'; enrolments?: Enrolment[] } = {},
) => attribute({ account: REFERRAL, arrivals, enrolments, setting, now: NOW });

test('nothing brought, nobody linked', () => {
  expect(decide([])).toEqual({ attribution: undefined, passed: [] });
});

test('a known click links its partner and is marked', () => {
  const known = click('aaaa', 2);
  expect(decide([arrival(known)])).toEqual({
    attribution: { partner: 2, program: 1, click: known, claimsClick: true },
    passed: [],
  });
});

test('a partner alone links without a click', () => {
  expect(decide([{ partner: 2 }]).attribution).toEqual({
    partner: 2,
    program: 1,
    click: undefined,
    claimsClick: false,
  });
});

describe('of two clicks', () => {
  const older = click('older', 2, { cdate: NOW - 2 * DAY });
  const newer = click('newer', 3, { cdate: NOW - DAY });
  const both = [arrival(older), arrival(newer)];

  test('the first wins by default, and the other is recorded', () => {
    const verdict = decide(both);
    expect(verdict.attribution).toMatchObject({ partner: 2, click: older });
    expect(verdict.passed).toEqual([{ partner: 3, sesid: 'newer', reason: 'another-click-first' }]);
  });
  test('the first is the one that reached billing first: an old id that was held back does not count before it', () => {
    const verdict = decide([arrival(newer), arrival(older)]);
    expect(verdict.attribution).toMatchObject({ partner: 3, click: newer });
    expect(verdict.passed).toEqual([{ partner: 2, sesid: 'older', reason: 'another-click-first' }]);
  });
  test('the last wins by setting', () => {
    const verdict = decide(both, { setting: 'last' });
    expect(verdict.attribution).toMatchObject({ partner: 3, click: newer });
    expect(verdict.passed).toEqual([{ partner: 2, sesid: 'older', reason: 'another-click-last' }]);
  });
  test('a click without a partner never counts as the first', () => {
    const verdict = decide([arrival(click('nobody', null, { cdate: NOW - 5 * DAY })), ...both]);
    expect(verdict.attribution).toMatchObject({ partner: 2, click: older });
    expect(verdict.passed).toContainEqual({ partner: undefined, sesid: 'nobody', reason: 'click-without-partner' });
  });
});

test('a click beats a partner', () => {
  const verdict = decide([{ partner: 3 }, arrival(click('aaaa', 2))]);
  expect(verdict.attribution).toMatchObject({ partner: 2 });
  expect(verdict.passed).toEqual([{ partner: 3, sesid: undefined, reason: 'click-beats-partner' }]);
});

test('a partner completes a click that has none, with the program of its site', () => {
  const empty = click('aaaa', null, { site: 'https://b.com/' });
  const enrolments = [enrolment(2), enrolment(2, { program: 9, website: 'https://b.com/' })];
  expect(decide([{ ...arrival(empty), partner: 2 }], { enrolments }).attribution).toEqual({
    partner: 2,
    program: 9,
    click: empty,
    claimsClick: true,
  });
});

test('a spent click links to the same partner and its row is left alone', () => {
  const spent = click('aaaa', 2, { referral_account: 7 });
  expect(decide([arrival(spent)]).attribution).toMatchObject({ partner: 2, claimsClick: false });
});

describe('what cannot count is passed over with its reason', () => {
  test.each<[string, Arrival, string]>([
    ['an unknown click', { sesid: 'gone' }, 'unknown-click'],
    ['a click older than its window', arrival(click('aaaa', 2, { cdate: NOW - 91 * DAY })), 'expired-click'],
    ['an old click without a partner', arrival(click('aaaa', null, { cdate: NOW - 8 * DAY })), 'expired-click'],
    ['a click without a partner and nobody named', arrival(click('aaaa', null)), 'click-without-partner'],
    ['a partner who takes part in nothing', { partner: 9 }, 'not-enrolled'],
    ['a partner who left the click’s program', arrival(click('aaaa', 9)), 'not-enrolled'],
    ['oneself as the partner', { partner: REFERRAL }, 'self-referral'],
    ['one’s own click', arrival(click('aaaa', REFERRAL)), 'self-referral'],
  ])('%s', (_, one, reason) => {
    const { attribution, passed } = decide([one]);
    expect(attribution).toBeUndefined();
    expect(passed).toEqual([expect.objectContaining({ reason })]);
  });

  test('a partner alone in a closed program', () => {
    const enrolments = [enrolment(2, { open: false })];
    expect(decide([{ partner: 2 }], { enrolments }).attribution).toBeUndefined();
  });
});

test('whatever is brought: the partner was brought, takes part, is not the referral, and every other one is accounted for', () => {
  const partners = [2, 3, 9, REFERRAL];
  const anyArrival = fc
    .record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      partner: fc.option(fc.constantFrom(...partners), { nil: undefined }),
      of: fc.option(fc.constantFrom(...partners), { nil: null }),
      age: fc.integer({ min: 0, max: 120 }),
      known: fc.boolean(),
    })
    .map(({ id, partner, of, age, known }): Arrival => {
      const sesid = `${id}${String(of)}${String(age)}`;
      return { sesid, partner, click: known ? click(sesid, of, { cdate: NOW - age * DAY }) : undefined };
    });
  fc.assert(
    fc.property(
      fc.array(anyArrival, { maxLength: 5 }),
      fc.constantFrom('first' as const, 'last' as const),
      (arrivals, setting) => {
        const { attribution, passed } = decide(arrivals, { setting });
        const brought = new Set(
          arrivals.flatMap(({ partner, click: of }) => [partner, of?.referer_account ?? undefined]),
        );
        if (attribution !== undefined) {
          expect([2, 3]).toContain(attribution.partner);
          expect(brought).toContain(attribution.partner);
        }
        for (const partner of brought)
          if (partner !== undefined && partner !== attribution?.partner)
            expect(passed.map((one) => one.partner)).toContain(partner);
      },
    ),
  );
});

describe('a promo code', () => {
  const code = { partner: 3, program: 1 };
  const weigh = (arrivals: readonly Arrival[], precedence: 'click' | 'code', owner = code) =>
    attribute({
      account: REFERRAL,
      arrivals,
      enrolments: [enrolment(2), enrolment(3)],
      code: owner,
      setting: 'first',
      precedence,
      now: NOW,
    });
  const clicked = click('aaaa', 2);

  test.each(['click', 'code'] as const)('alone links its partner, with precedence for the %s', (precedence) => {
    expect(weigh([], precedence)).toEqual({
      attribution: { ...code, click: undefined, claimsClick: false },
      passed: [],
    });
  });
  test('loses against a click, where the provider set it so', () => {
    expect(weigh([arrival(clicked)], 'click')).toEqual({
      attribution: { partner: 2, program: 1, click: clicked, claimsClick: true },
      passed: [{ partner: 3, sesid: undefined, reason: 'click-beats-code' }],
    });
  });
  test('beats a click, where the provider set it so, and leaves its row alone', () => {
    expect(weigh([arrival(clicked)], 'code')).toEqual({
      attribution: { ...code, click: undefined, claimsClick: false },
      passed: [{ partner: 2, sesid: 'aaaa', reason: 'code-beats-click' }],
    });
  });
  test('beats a partner alone', () => {
    expect(weigh([{ partner: 2 }], 'click')).toMatchObject({
      attribution: code,
      passed: [{ partner: 2, reason: 'code-beats-partner' }],
    });
  });
  test('of the partner whose click counts anyway changes nothing', () => {
    const own = click('bbbb', 3);
    expect(weigh([arrival(own)], 'code')).toEqual({
      attribution: { partner: 3, program: 1, click: own, claimsClick: true },
      passed: [],
    });
  });
  test('of one’s own links nobody', () => {
    expect(weigh([], 'code', { partner: REFERRAL, program: 1 })).toEqual({
      attribution: undefined,
      passed: [{ partner: REFERRAL, sesid: undefined, reason: 'self-referral' }],
    });
  });
});
