import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../config.ts';
import { formatAmount } from '../referral/money.ts';
import { type Summed, sumRewards } from '../rewards/sum-rewards.ts';
import { isClientOf } from '../store/clients.ts';
import { openStore, type Store } from '../store/open.ts';
import { programOf } from '../store/programs.ts';
import { csvLine } from './csv.ts';
import { dayOf, idOf, inOrder, projectOf } from './options.ts';

const COLUMNS = [
  ...['period', 'partner', 'name', 'email', 'program', 'program_name', 'currency'],
  ...['rewards', 'earned', 'taken_back', 'paid', 'unpaid'],
];

/** Which rewards are exported, as the command line says it. */
export interface Exported {
  readonly from?: string;
  readonly to?: string;
  readonly partner?: string;
  readonly program?: string;
  readonly project: string;
}

/**
 * Prints what a provider's partners earned as CSV.
 *
 * @throws RangeError naming the option that is wrong
 */
export async function exportRewards(config: Config, exported: Exported): Promise<void> {
  const store = await openStore(config);
  try {
    await pipeline(Readable.from(rewardLines(store, exported)), process.stdout, { end: false });
  } catch (error) {
    // Whoever reads it, as `head` does, has seen enough.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  } finally {
    await store.destroy();
  }
}

/**
 * The lines: one for each period, partner, program and currency. There is no total, for what is in several currencies has
 * none.
 *
 * @throws RangeError naming the option that is wrong
 */
export async function* rewardLines(store: Store, exported: Exported): AsyncGenerator<string> {
  const summed = await whichOf(store, exported);
  yield csvLine(COLUMNS);
  for await (const row of sumRewards(store, summed)) {
    const { period, partner, name, email, program, program_name, currency, rewards } = row;
    const amounts = [row.earned, row.taken_back, row.paid, row.unpaid];
    yield csvLine([
      ...[period, partner, name, email ?? '', program, program_name, currency, rewards],
      ...amounts.map((amount) => formatAmount(amount, row.exponent)),
    ]);
  }
}

async function whichOf(store: Store, { project: of, partner, program, from, to }: Exported): Promise<Summed> {
  const project = await projectOf(store, of);
  const summed = {
    project,
    partner: partner === undefined ? undefined : await idOf('partner', partner, (id) => isClientOf(store, project, id)),
    program:
      program === undefined ? undefined : await idOf('program', program, (id) => isProgramOf(store, project, id)),
    from: from === undefined ? undefined : dayOf('from', from),
    to: to === undefined ? undefined : dayOf('to', to),
  };
  if (from !== undefined && to !== undefined) inOrder(from, to);
  return summed;
}

const isProgramOf = async (store: Store, project: number, id: number): Promise<boolean> =>
  (await programOf(store, project, id)) !== undefined;
