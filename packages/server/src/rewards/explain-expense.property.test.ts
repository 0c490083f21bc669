import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AnyProvider, anyProviderOf, SEASONS } from '../../testing/any-provider.ts';
import type { Row } from '../../testing/naive-rewards.ts';
import { rowsOf } from '../../testing/provider-rows.ts';
import { rewardTests } from '../../testing/reward-tests.ts';
import { saveSteps } from '../../testing/save-rows.ts';
import { onEachStore } from '../../testing/stores.ts';
import { addDays } from '../referral/local-day.ts';
import { currencyOf } from '../store/provider.ts';
import { type ExplainedRule, explainExpense } from './explain-expense.ts';

/** More numbers than the rows of one provider have. */
const NUMBERS = 100_000;

/** How many providers there must be, and how many circles of clients one has at most: each expense is explained by itself. */
const [ENOUGH, CIRCLES] = [6, 20];

/** What of rules and conditions must have been told, for otherwise it would prove nothing about it. */
const TO_BE_SEEN = [
  ...['after-end', 'before-joining', 'before-start', 'closed', 'does not', 'holds', 'not-covered', 'not-in-force'],
];

/** When it is explained: nothing may be paid yet. */
const NOW = Date.parse('2026-01-01T12:00:00Z');

/** How long each reward is held back: so none is paid, and they may sum up to more than a payment can hold. */
const HOLD = 3650;

/** The reasons that are looked for before conditions are. */
const BEFORE_CONDITIONS = ['self', 'left', 'barred', 'later-order', 'months-over'];

onEachStore((place) => {
  const { run } = rewardTests(place);
  let currencies: readonly Row<'currency'>[] = [];
  beforeAll(async () => {
    const { store } = place();
    await store.transaction().execute(async (writing) => {
      for (const iso of ['USD', 'JPY', 'KWD']) await currencyOf(writing, iso);
    });
    currencies = await store.selectFrom('currency').selectAll().orderBy('id').execute();
  });
  const explained = async (expenses: readonly Row<'expense'>[]): Promise<ExplainedRule[]> => {
    const rules: ExplainedRule[] = [];
    for (const { id } of expenses) rules.push(...(await explainExpense(place().store, id, NOW)).rules);
    return rules;
  };

  test('what is told before a run and after it is what the run decides', async () => {
    let cases = 0;
    const seen = new Set<string>();
    const property = fc.asyncProperty(anyProviderOf(CIRCLES), async (plan) => {
      cases += 1;
      const held = rowsOf(unpaid(plan), { first: cases * NUMBERS, currencies }).after(Infinity);
      await place()
        .store.transaction()
        .execute((writing) => saveSteps(writing, [{ before: undefined, after: held }]));
      const before = await explained(held.expense);
      await run(addDays(SEASONS[plan.season]?.at(-1) ?? '', 62));
      const after = await explained(held.expense);

      expect(after.map(judgedOn)).toEqual(before.map(waitsFor));
      for (const { outcome, overlooked, groups } of after) {
        const held = groups.map(({ holds }) => holds);
        if (outcome?.kind === 'rewarded') expect(held).toEqual(groups.map(() => true));
        if (outcome?.kind === 'refused' && !BEFORE_CONDITIONS.includes(outcome.reason)) {
          expect(held).not.toContain(undefined);
          expect(held.includes(false)).toBe(outcome.reason === 'condition');
        }
        for (const one of overlooked) seen.add(one);
        if (groups.length > 0 && outcome?.kind === 'rewarded') seen.add('holds');
        if (groups.length > 1 && outcome?.kind === 'refused' && outcome.reason === 'condition') seen.add('does not');
      }
    });
    // Each case stays in the tables, so the search for the least of a failure would take longer and longer.
    do await fc.assert(property, { numRuns: 1, endOnFailure: true });
    while (cases < ENOUGH || TO_BE_SEEN.some((what) => !seen.has(what)));
    expect([...seen].sort()).toEqual(TO_BE_SEEN);
  }, 120_000);
});

/** The provider with rewards that are not due, and rules that are not so old that each of their runs must be made. */
const unpaid = (plan: AnyProvider): AnyProvider => ({
  ...plan,
  circles: plan.circles.map((circle) => ({
    ...circle,
    rules: circle.rules.map((rule) => ({
      ...rule,
      old: false,
      versions: rule.versions.map((version) => ({ ...version, hold: HOLD })),
    })),
  })),
});

/** The day of the run that is told to judge an expense, if one is. */
const waitsFor = ({ outcome }: ExplainedRule): string | undefined =>
  outcome?.kind === 'waiting' ? outcome.day : undefined;

/** The day of the run that has judged it. */
function judgedOn({ outcome }: ExplainedRule): string | undefined {
  if (outcome?.kind === 'refused') return outcome.day;
  return outcome?.kind === 'rewarded' ? addDays(outcome.reward.cdate, -HOLD) : undefined;
}
