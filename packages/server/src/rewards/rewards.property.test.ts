import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { type AnyProvider, anyProvider } from '../../testing/any-provider.ts';
import {
  type Held,
  HELD_TABLES,
  type Judged,
  naiveRun,
  NOTHING,
  type Row,
  type Run,
  together,
} from '../../testing/naive-rewards.ts';
import { type ProviderRows, rowsOf } from '../../testing/provider-rows.ts';
import { saveSteps } from '../../testing/save-rows.ts';
import { onEachStore } from '../../testing/stores.ts';
import type { Writing } from '../store/open.ts';
import { currencyOf } from '../store/provider.ts';
import { rewardsOfRun } from '../../testing/reward-run.ts';
import type { CreatedReward } from './write-verdicts.ts';

/** How many circles of clients the run and the specification are compared on, on each database. */
const CASES = 1000;

/** More numbers than the rows of one provider have. */
const NUMBERS = 100_000;

/** As many cases are taken back before their rows are swept out. */
const SWEPT_AFTER = 5;

/** What a run writes. */
const JUDGED_TABLES = ['referralprogram_reward', 'referralprogram_unrewarded', 'referralprogram_input'] as const;

/** Two at once, who must not mind each other. */
const anyProviders = fc.array(anyProvider, { minLength: 1, maxLength: 2 });

// The reward run and `testing/naive-rewards.ts` were written by different people, from `docs/rewards.md` alone.
onEachStore((place) => {
  let currencies: readonly Row<'currency'>[] = [];
  beforeAll(async () => {
    const { store, databaseUrl } = place();
    await store.transaction().execute(async (writing) => {
      for (const iso of ['USD', 'JPY', 'KWD']) await currencyOf(writing, iso);
    });
    currencies = await store.selectFrom('currency').selectAll().orderBy('id').execute();
    // So many runs would spend most of their time on the files of SQLite's temporary tables.
    if (databaseUrl === undefined) await sql`pragma temp_store = memory`.execute(store);
  });

  test('a run writes what the specification says, row for row, and again nothing', async () => {
    let cases = 0;
    const seen = new Set<string>();
    const property = fc.asyncProperty(anyProviders, async (plans) => {
      const providers = plans.map((plan, at) => rowsOf(plan, { first: (at + 1) * NUMBERS, currencies }));
      await takenBack(async (writing) => {
        let expected = NOTHING;
        for (const [step, living] of stepsOf(providers).entries()) {
          await saveSteps(
            writing,
            living.map(({ after }) => ({ before: step === 0 ? undefined : after(step - 1), after: after(step) })),
          );
          for (const { after, runs } of living) {
            const run = one(runs, step);
            const written = naiveRun(after(step), expected, run);
            expect(await runOf(writing, after(step), run)).toEqual(written.rewards.map(told).toSorted(byPair));
            expected = together(expected, written);
          }
          expect(await judgedIn(writing)).toEqual(sorted(expected));
        }
        for (const { after, runs } of providers)
          expect(await runOf(writing, after(runs.length - 1), one(runs, -1))).toEqual([]);
        expect(await judgedIn(writing)).toEqual(sorted(expected));
        for (const what of whatThereIs(expected, providers)) seen.add(what);
      });
      cases += plans.reduce((sum, { circles }) => sum + circles.length, 0);
    });
    while (cases < CASES) await fc.assert(property, { numRuns: 5 });
    // Otherwise it would prove nothing about them.
    expect([...seen].sort()).toEqual([
      ...['barred', 'condition', 'ctype 1', 'ctype 2', 'ctype 3', 'ctype 4', 'later-order', 'left', 'months-over'],
      ...['no-rate', 'nothing', 'reward', 'self'],
    ]);
  }, 300_000);

  test('in whatever order the schedules of a provider are run, and however late, the same is written', async () => {
    const property = fc.asyncProperty(anyProvider, async (plan) => {
      const rows = rowsOf(keepingSchedules(plan), { first: NUMBERS, currencies });
      const written = (runs: readonly Run[]): Promise<Judged> =>
        takenBack(async (writing) => {
          const held = rows.after(Infinity);
          await saveSteps(writing, [{ before: undefined, after: held }]);
          for (const run of runs) await runOf(writing, held, run);
          return judgedIn(writing);
        });
      const usual = await written(rows.everyRun);
      expect(await written(oneScheduleAfterTheOther(rows.everyRun))).toEqual(usual);
      expect(withoutDates(await written(lastRuns(rows.everyRun)))).toEqual(withoutDates(usual));
    });
    await fc.assert(property, { numRuns: 10 });
  }, 300_000);

  let takenBackSince = 0;

  /** Does something in a transaction that is taken back. */
  async function takenBack<Result>(work: (writing: Writing) => Promise<Result>): Promise<Result> {
    const transaction = await place().store.startTransaction().execute();
    try {
      return await work(transaction);
    } finally {
      await transaction.rollback().execute();
      takenBackSince += 1;
      // Here and not between the properties: the search for the least of a failure takes hundreds back, too.
      if (takenBackSince >= SWEPT_AFTER) {
        await sweep();
        takenBackSince = 0;
      }
    }
  }

  /**
   * Sweeps out what was taken back. PostgreSQL keeps such rows until then, and its statistics, taken while there are
   * thousands of one key and none that counts, mislead it into reading them all again and again.
   */
  async function sweep(): Promise<void> {
    const { store, databaseUrl } = place();
    if (databaseUrl === undefined) return;
    const tables = [...HELD_TABLES, ...JUDGED_TABLES].map((table) => sql.table(table));
    await sql`vacuum analyze ${sql.join(tables)}`.execute(store);
  }
});

/** Runs, and answers what the run tells of its rewards. */
async function runOf(writing: Writing, { project: [provider] }: Held, run: Run): Promise<Told[]> {
  if (provider === undefined) throw new Error('there is no provider');
  return (await rewardsOfRun(writing, provider.id, run)).map(told);
}

type Told = CreatedReward;

const told = ({ expense, referralprogram_rule, referer_account, amount, currency, cdate }: Told): Told => ({
  expense,
  referralprogram_rule,
  referer_account,
  amount,
  currency,
  cdate,
});

/** All that runs have written. */
async function judgedIn(writing: Writing): Promise<Judged> {
  const rewards = await writing.selectFrom('referralprogram_reward').selectAll().execute();
  return sorted({
    rewards: rewards.map(({ id: _, refund: __, ...reward }) => reward),
    refusals: await writing.selectFrom('referralprogram_unrewarded').selectAll().execute(),
    inputs: await writing.selectFrom('referralprogram_input').selectAll().execute(),
  });
}

const sorted = ({ rewards, refusals, inputs }: Judged): Judged => ({
  rewards: rewards.toSorted(byPair),
  refusals: refusals.toSorted(byPair),
  inputs: inputs.toSorted(
    (a, b) =>
      a.version - b.version ||
      a.condition - b.condition ||
      a.period_end.localeCompare(b.period_end) ||
      a.account - b.account,
  ),
});

interface PairJudged {
  readonly expense: number;
  readonly referralprogram_rule: number;
}

const byPair = (a: PairJudged, b: PairJudged): number =>
  a.expense - b.expense || a.referralprogram_rule - b.referralprogram_rule;

/** The same without the days, which are those of the runs. */
const withoutDates = ({ rewards, refusals, inputs }: Judged) => ({
  rewards: rewards.map(({ cdate: _, ...reward }) => reward),
  refusals: refusals.map(({ cdate: _, ...refusal }) => refusal),
  inputs,
});

/** What has been judged and looked at. */
const whatThereIs = ({ rewards, refusals, inputs }: Judged, providers: readonly ProviderRows[]): string[] => {
  const conditions = providers.flatMap(({ after }) => after(0).referralprogram_rule_version_condition);
  const ctypeOf = (input: Row<'referralprogram_input'>): number | undefined =>
    conditions.find(({ version, condition }) => version === input.version && condition === input.condition)?.ctype;
  return [
    ...rewards.map(() => 'reward'),
    ...refusals.map(({ reason }) => reason),
    ...inputs.map((input) => `ctype ${String(ctypeOf(input))}`),
  ];
};

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

/** The providers that have a run yet at each step. */
function stepsOf(providers: readonly ProviderRows[]): ProviderRows[][] {
  const most = Math.max(...providers.map(({ runs }) => runs.length));
  return Array.from({ length: most }, (_, step) => providers.filter(({ runs }) => runs.length > step));
}

function one(runs: readonly Run[], at: number): Run {
  const run = runs.at(at);
  if (run === undefined) throw new Error('the provider has no such run');
  return run;
}
