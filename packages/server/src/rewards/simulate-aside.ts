import { on } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { isPostgres } from '../store/is-postgres.ts';
import type { Store } from '../store/open.ts';
import { type Simulated, simulateRule, type Simulation } from './simulate-rule.ts';
import type { SimulationOrder, SimulationReport } from './simulate-thread.ts';

/** It lies beside this one, in the sources and in what is built. */
const thread = new URL(`simulate-thread${extname(import.meta.url)}`, import.meta.url);

/** The one before: a process does one at a time, so that however many are asked for leave others their connections. */
let before: Promise<unknown> = Promise.resolve();

/**
 * Does `simulateRule` without holding up what else this process does: what SQLite computes is done in another thread.
 *
 * @param onProgress is told how much is done, from 0 to 1
 */
export function simulateAside(
  store: Store,
  simulation: Simulation,
  onProgress?: (share: number) => void,
): Promise<Simulated> {
  const simulated = before.then(() =>
    isPostgres(store) ? simulateRule(store, simulation, onProgress) : simulateInThread(store, simulation, onProgress),
  );
  before = simulated.catch(() => undefined);
  return simulated;
}

async function simulateInThread(
  store: Store,
  simulation: Simulation,
  onProgress: ((share: number) => void) | undefined,
): Promise<Simulated> {
  const { rows } = await sql<{ file: string }>`select file from pragma_database_list where name = 'main'`.execute(
    store,
  );
  const order: SimulationOrder = { file: rows[0]?.file ?? '', simulation };
  const worker = new Worker(thread, { workerData: order });
  for await (const [report] of on(worker, 'message', { close: ['exit'] }) as AsyncIterable<[SimulationReport]>) {
    if ('simulated' in report) return report.simulated;
    onProgress?.(report.share);
  }
  throw new Error('the thread of a simulation ended without an answer');
}
