import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AnyProvider, anyProvider } from '../../testing/any-provider.ts';
import { manyCases, SOON } from '../../testing/many-cases.ts';
import { providerOf } from '../../testing/naive-money.ts';
import type { Run } from '../../testing/naive-rewards.ts';
import { type ProviderRows, rowsOf } from '../../testing/provider-rows.ts';
import { paymentsOfDay, reversalsOfRun, rewardsOfRun } from '../../testing/reward-run.ts';
import { saveSteps } from '../../testing/save-rows.ts';
import { onEachStore } from '../../testing/stores.ts';
import { type InTables, writtenIn } from '../../testing/written.ts';
import { auditMoney } from './audit-money.ts';

/** How many payments there must be, and how many rewards must be taken back. */
const ENOUGH = 50;

/** When payments are made. */
const NOW = 1_750_000_000_000;

/** A day on which whatever is held back may be paid. */
const AT_LAST = '2099-01-01';

/** What is done for a provider: a run, or the payments of a day. */
type Deed = Run | { readonly paysOn: string };

onEachStore((place) => {
  const { currencies, takenBack } = manyCases(place);

  /** What is written of a provider by deeds, and adds up. */
  const writtenBy = ({ after }: ProviderRows, deeds: readonly Deed[]): Promise<InTables> =>
    takenBack(async (writing) => {
      const held = after(Infinity);
      const project = providerOf(held).id;
      await saveSteps(writing, [{ before: undefined, after: held }]);
      for (const deed of deeds)
        if ('paysOn' in deed) {
          await reversalsOfRun(writing, project, undefined);
          await paymentsOfDay(writing, project, { today: deed.paysOn, now: NOW });
        } else {
          await rewardsOfRun(writing, project, deed);
          await reversalsOfRun(writing, project, deed);
        }
      expect(await auditMoney(writing)).toEqual([]);
      return writtenIn(writing);
    });

  test('in whatever order and split schedules are run, however late, the same is written and paid', async () => {
    let payments = 0;
    let reversals = 0;
    const property = fc.asyncProperty(anyPlan, skips, async (plan, skipped) => {
      const rows = rowsOf(plan, { first: 1, currencies: currencies() });
      const { everyRun } = rows;
      const inTime = await writtenBy(rows, [...payingEachDay(everyRun), { paysOn: AT_LAST }]);
      const late = [...oneScheduleAfterTheOther(everyRun), { paysOn: AT_LAST }];
      expect(await writtenBy(rows, late)).toEqual(inTime);
      for (const some of [lastRuns(everyRun), withoutSome(everyRun, skipped)])
        expect(withoutDates(await writtenBy(rows, some))).toEqual(withoutDates(inTime));
      payments += inTime.payments.length;
      reversals += inTime.rewards.filter(({ refund }) => refund !== null).length;
    });
    while (Math.min(payments, reversals) < ENOUGH) await fc.assert(property, { numRuns: 5, ...SOON });
  }, 300_000);
});

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

/** Without what lets a payment depend on the day on which it is made: rates that change, or what they are asked for. */
const withSteadyRates = (plan: AnyProvider): AnyProvider => ({
  ...plan,
  rates: plan.rates.map((rate) => ({ ...rate, day: 0 })),
});
const withoutLeast = (plan: AnyProvider): AnyProvider => ({
  ...plan,
  circles: plan.circles.map((circle) => ({
    ...circle,
    rules: circle.rules.map((rule) => ({
      ...rule,
      versions: rule.versions.map((version) => ({ ...version, least: null })),
    })),
  })),
});

const anyPlan = fc
  .tuple(anyProvider.map(keepingSchedules), fc.constantFrom(withSteadyRates, withoutLeast))
  .map(([plan, steady]) => steady(plan));

/** Which runs are missed. */
const skips = fc.array(fc.boolean(), { minLength: 9, maxLength: 9 });

/** Each run in its time, and the payments of its day after the last of that day. */
const payingEachDay = (runs: readonly Run[]): Deed[] =>
  [...Map.groupBy(runs, ({ day }) => day)].flatMap(([paysOn, ofDay]) => [...ofDay, { paysOn }]);

/** The schedules of runs. */
const schedulesOf = (runs: readonly Run[]): Run['schedule'][] => [...new Set(runs.map(({ schedule }) => schedule))];

/** All runs of the last schedule, then all of the one before. */
const oneScheduleAfterTheOther = (runs: readonly Run[]): Run[] =>
  schedulesOf(runs)
    .toReversed()
    .flatMap((schedule) => runs.filter((run) => run.schedule === schedule));

/** The last run of each schedule alone. */
const lastRuns = (runs: readonly Run[]): Run[] =>
  schedulesOf(runs).flatMap((schedule) => runs.findLast((run) => run.schedule === schedule) ?? []);

/** The same without some of them, but with the last of each schedule. */
const withoutSome = (runs: readonly Run[], skipped: readonly boolean[]): Run[] => {
  const last = lastRuns(runs);
  return runs.filter((run, at) => skipped[at] !== true || last.includes(run));
};

/** What was judged without the days, which are those of the runs. */
const withoutDates = ({ rewards, refusals, inputs }: InTables) => ({
  rewards: rewards.map(({ cdate: _, ...reward }) => reward),
  refusals: refusals.map(({ cdate: _, ...refusal }) => refusal),
  inputs,
});
