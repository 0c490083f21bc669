import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyProviderOf } from '../../testing/any-provider.ts';
import { Killed, killedAfter } from '../../testing/killed-run.ts';
import { manyCases, SOON } from '../../testing/many-cases.ts';
import { providerOf } from '../../testing/naive-money.ts';
import { rowsOf } from '../../testing/provider-rows.ts';
import { saveSteps } from '../../testing/save-rows.ts';
import { onEachStore } from '../../testing/stores.ts';
import { type InTables, writtenIn } from '../../testing/written.ts';
import type { Writing } from '../store/open.ts';
import { STATUS } from '../store/payment-status.ts';
import { auditMoney } from './audit-money.ts';
import { createPayments } from './create-payments.ts';
import { createRewards } from './create-rewards.ts';
import { reverseRewards } from './reverse-rewards.ts';
import { type Workplace, within } from './workplace.ts';

/** How often runs must have been killed, and how many payments must have been begun then, and not credited. */
const ENOUGH = { kills: 100, paymentsBegun: 10 } as const;

/**
 * How many circles of clients a provider has at most. The parts of its runs are so small that even a few are many, and what
 * is killed among the first two hundred statements is most often killed before the last.
 */
const CIRCLES = 20;

/** When payments are made. */
const NOW = 1_750_000_000_000;

/** A day on which whatever is held back may be paid. */
const AT_LAST = '2099-01-01';

onEachStore((place) => {
  const { currencies, takenBack } = manyCases(place);

  test('a run killed at any statement and resumed equals an uninterrupted one', async () => {
    const seen = { kills: 0, paymentsBegun: 0 };
    /** Does a part of a run, and again each time that it is killed. */
    const resumed = async (writing: Writing, work: Work, { kills, together }: Killing): Promise<void> => {
      for (const statements of [...kills, Infinity])
        try {
          await work(killedAfter(writing, statements, together));
          return;
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          const begun = await writing.selectFrom('payment').where('status', '=', STATUS.new).select('id').execute();
          seen.kills += 1;
          seen.paymentsBegun += begun.length;
          // What was committed by then adds up, too.
          expect(await auditMoney(writing)).toEqual([]);
        }
    };
    const property = fc.asyncProperty(anyProviderOf(CIRCLES), someKillings, async (plan, killings) => {
      const { after, everyRun } = rowsOf(plan, { first: 1, currencies: currencies() });
      const held = after(Infinity);
      const project = providerOf(held).id;
      const pay = async (workplace: Workplace, today: string): Promise<void> => {
        await reverseRewards(workplace, project, undefined);
        await createPayments(workplace, { project, today, now: NOW });
      };
      const parts = [
        // The last ones do what those before them would have, and a PostgreSQL takes its time.
        ...everyRun.slice(-2).flatMap((run): Work[] => [
          async (workplace) => {
            await createRewards(workplace, project, run);
            await reverseRewards(workplace, project, run);
          },
          (workplace) => pay(workplace, run.day),
        ]),
        (workplace: Workplace) => pay(workplace, AT_LAST),
      ];
      const writtenBy = (doing: (writing: Writing, work: Work, part: number) => Promise<void>): Promise<InTables> =>
        takenBack(async (writing) => {
          await saveSteps(writing, [{ before: undefined, after: held }]);
          for (const [part, work] of parts.entries()) await doing(writing, work, part);
          expect(await auditMoney(writing)).toEqual([]);
          return writtenIn(writing);
        });
      const uninterrupted = await writtenBy((writing, work) => work(within(writing)));
      const killed = await writtenBy((writing, work, part) =>
        resumed(writing, work, killings[part % killings.length] ?? NO_KILLING),
      );
      expect(killed).toEqual(uninterrupted);
    });
    while (seen.kills < ENOUGH.kills || seen.paymentsBegun < ENOUGH.paymentsBegun)
      await fc.assert(property, { numRuns: 2, ...SOON });
  }, 300_000);
});

/** A part of a run. */
type Work = (workplace: Workplace) => Promise<void>;

/** After how many statements a part is killed, and when it is tried again; and how many rows go together. */
interface Killing {
  readonly kills: readonly number[];
  readonly together: number;
}

const NO_KILLING: Killing = { kills: [], together: 1 };

/** The killings of one part after the other, and again from the first. */
const someKillings: fc.Arbitrary<Killing[]> = fc.array(
  fc.record({
    kills: fc.array(fc.oneof(fc.nat(20), fc.nat(60), fc.nat(200)), { minLength: 1, maxLength: 3 }),
    together: fc.integer({ min: 2, max: 20 }),
  }),
  { minLength: 1, maxLength: 6 },
);
