import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AnyProvider, anyProviderOf, SEASONS } from '../../testing/any-provider.ts';
import { manyCases } from '../../testing/many-cases.ts';
import { providerOf } from '../../testing/naive-money.ts';
import type { Row } from '../../testing/naive-rewards.ts';
import { rowsOf } from '../../testing/provider-rows.ts';
import { reversalsOfRun, rewardsOfRun } from '../../testing/reward-run.ts';
import { saveSteps } from '../../testing/save-rows.ts';
import { onEachStore } from '../../testing/stores.ts';
import { addDays, localDay, startOfDay } from '../referral/local-day.ts';
import type { Store } from '../store/open.ts';
import { openSqliteToRead } from '../store/sqlite.ts';
import { type ImaginedRule, type SimulatedPartner, simulateRule } from './simulate-rule.ts';

/** More numbers than the rows of one provider have. */
const NUMBERS = 100_000;

/** How many rules must have earned, how many of them with limits and conditions, and how many were taken back from. */
const ENOUGH = 3;

/** Of so many circles of clients: each rule is simulated by itself. */
const CIRCLES = 10;

/** Every run has come by then. */
const NOW = Date.parse('2026-02-02T12:00:00Z');

/** The days of the plans end before. */
const END = '2025-12-01';

onEachStore((place) => {
  const { currencies } = manyCases(place);
  let reading: Store | undefined;
  beforeAll(() => {
    const { store, folder, databaseUrl } = place();
    reading = databaseUrl === undefined ? openSqliteToRead(join(folder, 'billref.sqlite')) : store;
  });
  afterAll(async () => {
    if (place().databaseUrl === undefined) await reading?.destroy();
  });

  /** What a rule has earned of expenses between two instants. */
  const earnedBy = async (
    rule: number,
    { since, until }: { since: number; until: number },
  ): Promise<Map<string, number>> => {
    const rows = await place()
      .store.selectFrom('referralprogram_reward as reward')
      .innerJoin('expense', 'expense.id', 'reward.expense')
      .innerJoin('currency', 'currency.id', 'reward.currency')
      .where('reward.referralprogram_rule', '=', rule)
      .where('expense.cdate', '>=', since)
      .where('expense.cdate', '<', until)
      .select(['reward.referer_account', 'currency.iso', 'reward.amount'])
      .execute();
    const sums = new Map<string, number>();
    for (const { referer_account, iso, amount } of rows) {
      const key = `${String(referer_account)} ${iso}`;
      sums.set(key, (sums.get(key) ?? 0) + amount);
    }
    return withoutNothing(sums);
  };

  test('a rule that is not changed would have earned what it has, and so would a new one that says the same', async () => {
    let cases = 0;
    const seen = { earned: 0, limited: 0, conditional: 0, takenBack: 0, new: 0 };
    const property = fc.asyncProperty(anyPlan, anyDays, async (plan, days) => {
      if (reading === undefined) throw new Error('it is opened before the first test');
      cases += 1;
      const rows = rowsOf(plan, { first: cases * NUMBERS, currencies: currencies() });
      const held = rows.after(Infinity);
      const { id: project, timezone } = providerOf(held);
      await place()
        .store.transaction()
        .execute(async (writing) => {
          await saveSteps(writing, [{ before: undefined, after: held }]);
          for (const run of rows.everyRun) {
            await rewardsOfRun(writing, project, run);
            await reversalsOfRun(writing, project, run);
          }
        });
      for (const version of held.referralprogram_rule_version.filter(({ until }) => until === null)) {
        const { referralprogram_rule: rule, since } = version;
        // From the first day of which the version was in force all the time.
        const first = since <= 0 ? '2023-01-01' : addDays(localDay(since - 1, timezone), 1);
        const season = SEASONS[plan.season] ?? [];
        const from = [first, season[days.from] ?? first].sort().at(-1) ?? first;
        const to = [from, season[days.to] ?? END].sort().at(-1) ?? END;
        const imagined = ruleOfRows(held, version, project);
        const earned = await earnedBy(rule, {
          since: startOfDay(from, timezone),
          until: startOfDay(addDays(to, 1), timezone),
        });
        // Most rules earn nothing, which is soon proved.
        if (earned.size === 0 && rule % 5 > 0) continue;
        const { partners: simulated, judgedTo } = await simulateRule(reading, { rule: imagined, from, to, now: NOW });
        expect(judgedTo).toBe(to);
        expect(bySums(simulated, 'would_earn')).toEqual(earned);
        expect(bySums(simulated, 'earned')).toEqual(earned);

        if (from === '2023-01-01') {
          const asNew = { ...imagined, changed: undefined };
          const { partners: simulatedAsNew } = await simulateRule(reading, { rule: asNew, from, to, now: NOW });
          expect(bySums(simulatedAsNew, 'would_earn')).toEqual(earned);
          if (earned.size > 0) seen.new += 1;
        }
        if (earned.size > 0) {
          seen.earned += 1;
          if (version.limit_referral !== null || version.limit_period !== null) seen.limited += 1;
          if (imagined.conditions.length > 0) seen.conditional += 1;
          if (await takesBack(place().store, rule)) seen.takenBack += 1;
        }
      }
    });
    // Each case stays in the tables, so the search for the least of a failure would take longer and longer.
    do await fc.assert(property, { numRuns: 2, endOnFailure: true });
    while (Math.min(...Object.values(seen)) < ENOUGH);
  }, 300_000);
});

const takesBack = async (store: Store, rule: number): Promise<boolean> =>
  (await store
    .selectFrom('referralprogram_reward')
    .where('referralprogram_rule', '=', rule)
    .where('refund', 'is not', null)
    .select('id')
    .executeTakeFirst()) !== undefined;

const ruleOfRows = (
  held: ReturnType<ReturnType<typeof rowsOf>['after']>,
  { id: version, referralprogram_rule: rule, since: _, until: __, ...terms }: Row<'referralprogram_rule_version'>,
  project: number,
): ImaginedRule => {
  const covers = held.referralprogram_rule_covers.filter((covered) => covered.version === version);
  return {
    ...{ project, terms },
    program: held.referralprogram_rule.find(({ id }) => id === rule)?.referralprogram ?? 0,
    changed: { rule, version, keepsInputs: true },
    covers: {
      itemtypes: covers.flatMap(({ itemtype }) => itemtype ?? []),
      pricelists: covers.flatMap(({ pricelist }) => pricelist ?? []),
    },
    conditions: held.referralprogram_rule_version_condition
      .filter((condition) => condition.version === version)
      .map(({ version: _of, ...condition }) => condition),
  };
};

const bySums = (simulated: readonly SimulatedPartner[], what: 'would_earn' | 'earned'): Map<string, number> =>
  withoutNothing(
    new Map(simulated.map(({ partner, currency, ...sums }) => [`${String(partner)} ${currency}`, sums[what]])),
  );

/** Without what comes to nothing, as where all was taken back. */
const withoutNothing = (sums: ReadonlyMap<string, number>): Map<string, number> =>
  new Map([...sums].filter(([, sum]) => sum !== 0));

/** The provider, with rules that stay on their schedule: what moves to another is judged in the order of the runs. */
const keepingSchedules = (plan: AnyProvider): AnyProvider => ({
  ...plan,
  circles: plan.circles.map((circle) => ({
    ...circle,
    rules: circle.rules.map((rule) => ({
      ...rule,
      versions: rule.versions.map((version) => ({ ...version, schedule: rule.program })),
    })),
  })),
});

const anyPlan = anyProviderOf(CIRCLES).map(keepingSchedules);

/** Most often all days, which are before the first of a season and after its last. */
const anyDay = fc.oneof({ arbitrary: fc.constant(-1), weight: 2 }, { arbitrary: fc.nat(7), weight: 1 });
const anyDays = fc.record({ from: anyDay, to: anyDay });
