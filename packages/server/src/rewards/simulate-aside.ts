import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { isPostgres } from '../store/is-postgres.ts';
import type { Store } from '../store/open.ts';
import { type SimulatedPartner, simulateRule, type Simulation } from './simulate-rule.ts';
import type { SimulationOrder } from './simulate-thread.ts';

/** It lies beside this one, in the sources and in what is built. */
const thread = new URL(`simulate-thread${extname(import.meta.url)}`, import.meta.url);

/** The one before: a process does one at a time, so that however many are asked for leave others their connections. */
let before: Promise<unknown> = Promise.resolve();

/** Does `simulateRule` without holding up what else this process does: what SQLite computes is done in another thread. */
export function simulateAside(store: Store, simulation: Simulation): Promise<SimulatedPartner[]> {
  const simulated = before.then(() =>
    isPostgres(store) ? simulateRule(store, simulation) : simulateInThread(store, simulation),
  );
  before = simulated.catch(() => undefined);
  return simulated;
}

async function simulateInThread(store: Store, simulation: Simulation): Promise<SimulatedPartner[]> {
  const { rows } = await sql<{ file: string }>`select file from pragma_database_list where name = 'main'`.execute(
    store,
  );
  const order: SimulationOrder = { file: rows[0]?.file ?? '', simulation };
  const [simulated] = (await once(new Worker(thread, { workerData: order }), 'message')) as [SimulatedPartner[]];
  return simulated;
}
