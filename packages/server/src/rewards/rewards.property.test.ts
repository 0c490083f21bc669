import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyProvider } from '../../testing/any-provider.ts';
import { manyCases, SOON } from '../../testing/many-cases.ts';
import { providerOf } from '../../testing/naive-money.ts';
import { naivePayments } from '../../testing/naive-payments.ts';
import { naiveReversals } from '../../testing/naive-refunds.ts';
import { type Held, naiveRun, type Run, together } from '../../testing/naive-rewards.ts';
import { type ProviderRows, rowsOf } from '../../testing/provider-rows.ts';
import { paymentsOfDay, reversalsOfRun, rewardsOfRun } from '../../testing/reward-run.ts';
import { saveSteps } from '../../testing/save-rows.ts';
import { seenIn, TO_BE_SEEN } from '../../testing/seen.ts';
import { inTables, NOTHING_WRITTEN, writtenIn } from '../../testing/written.ts';
import { onEachStore } from '../../testing/stores.ts';
import type { Writing } from '../store/open.ts';
import type { CreatedPayment } from './create-payments.ts';
import type { CreatedReward } from './write-verdicts.ts';

/** How many circles of clients the runs and the specification are compared on, on each database. */
const CASES = 2000;

/** More numbers than the rows of one provider have. */
const NUMBERS = 100_000;

/** When payments are made. */
const NOW = 1_750_000_000_000;

/** Two at once, who must not mind each other. */
const anyProviders = fc.array(anyProvider, { minLength: 1, maxLength: 2 });

// The reward run and `testing/naive-rewards.ts` were written by different people, from `docs/rewards.md` alone.
onEachStore((place) => {
  const { currencies, takenBack } = manyCases(place);

  test('runs and payments write what the specification says, row for row, and again nothing', async () => {
    let cases = 0;
    const seen = new Set<string>();
    const property = fc.asyncProperty(anyProviders, async (plans) => {
      const providers = plans.map((plan, at) => rowsOf(plan, { first: (at + 1) * NUMBERS, currencies: currencies() }));
      await takenBack(async (writing) => {
        let expected = NOTHING_WRITTEN;
        for (const [step, living] of stepsOf(providers).entries()) {
          await saveSteps(
            writing,
            living.map(({ after }) => ({ before: step === 0 ? undefined : after(step - 1), after: after(step) })),
          );
          for (const { after, runs } of living) {
            const [held, run] = [after(step), one(runs, step)];
            const written = naiveRun(held, expected, run);
            expect(await runOf(writing, held, run)).toEqual(written.rewards.map(told).sort(byPair));
            expected = { ...expected, ...together(expected, written) };
            if (run.paysOn === undefined) continue;
            const takenBack = naiveReversals(held, expected.rewards, undefined);
            expect(await takeBack(writing, held)).toEqual(takenBack.map(told).sort(byPair));
            expected = { ...expected, rewards: [...expected.rewards, ...takenBack] };
            const paid = naivePayments(held, expected.rewards, { paid: expected.payments, today: run.paysOn });
            expect(await payOf(writing, held, run.paysOn)).toEqual(paid.map(toldOfPayment).sort(byTerms));
            expected = { ...expected, payments: [...expected.payments, ...paid] };
          }
          expect(await writtenIn(writing)).toEqual(inTables(expected, NOW));
        }
        for (const { after, runs } of providers) {
          const [held, run] = [after(runs.length - 1), one(runs, -1)];
          expect(await runOf(writing, held, run)).toEqual([]);
          expect(await takeBack(writing, held)).toEqual([]);
          if (run.paysOn !== undefined) expect(await payOf(writing, held, run.paysOn)).toEqual([]);
        }
        expect(await writtenIn(writing)).toEqual(inTables(expected, NOW));
        for (const { after, runs } of providers)
          for (const what of seenIn(expected, after(runs.length - 1))) seen.add(what);
      });
      cases += plans.reduce((sum, { circles }) => sum + circles.length, 0);
    });
    const isMissing = (): boolean => TO_BE_SEEN.some((what) => !seen.has(what));
    // What is rare is waited for a while; without having seen it, it would prove nothing about it.
    while (cases < CASES || (isMissing() && cases < 2 * CASES)) await fc.assert(property, { numRuns: 5, ...SOON });
    expect([...seen].sort()).toEqual([...TO_BE_SEEN].sort());
  }, 300_000);
});

/** Runs, and answers what is told of its rewards. */
async function runOf(writing: Writing, held: Held, run: Run): Promise<Told[]> {
  const project = providerOf(held).id;
  const rewards = await rewardsOfRun(writing, project, run);
  return [...rewards, ...(await reversalsOfRun(writing, project, run))].map(told).sort(byPair);
}

/** Takes back what must not be paid, and answers what is told of it. */
const takeBack = async (writing: Writing, held: Held): Promise<Told[]> =>
  (await reversalsOfRun(writing, providerOf(held).id, undefined)).map(told).sort(byPair);

/** Pays what there is to pay, and answers what is told of the payments. */
const payOf = async (writing: Writing, held: Held, today: string): Promise<ToldOfPayment[]> =>
  (await paymentsOfDay(writing, providerOf(held).id, { today, now: NOW })).map(toldOfPayment).sort(byTerms);

type Told = CreatedReward;

const told = ({ expense, referralprogram_rule, referer_account, amount, currency, cdate }: Told): Told => ({
  ...{ expense, referralprogram_rule, referer_account, amount, currency, cdate },
});

/** What is told of a reward and of what is taken back from it differs by nothing else. */
const byPair = (a: Told, b: Told): number =>
  a.expense - b.expense ||
  a.referralprogram_rule - b.referralprogram_rule ||
  a.amount - b.amount ||
  a.cdate.localeCompare(b.cdate);

type ToldOfPayment = Omit<CreatedPayment, 'id'>;

const toldOfPayment = ({
  referer_account,
  referralprogram,
  reward_date,
  currency,
  amount,
}: ToldOfPayment): ToldOfPayment => ({
  ...{ referer_account, referralprogram, reward_date, currency, amount },
});

const byTerms = (a: ToldOfPayment, b: ToldOfPayment): number =>
  a.referer_account - b.referer_account ||
  a.referralprogram - b.referralprogram ||
  a.currency - b.currency ||
  a.reward_date.localeCompare(b.reward_date);

/** The providers that have a run yet at each step. */
function stepsOf(providers: readonly ProviderRows[]): ProviderRows[][] {
  const most = Math.max(...providers.map(({ runs }) => runs.length));
  return Array.from({ length: most }, (_, step) => providers.filter(({ runs }) => runs.length > step));
}

function one<Some extends Run>(runs: readonly Some[], at: number): Some {
  const run = runs.at(at);
  if (run === undefined) throw new Error('the provider has no such run');
  return run;
}
