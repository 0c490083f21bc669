import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteToRead } from '../store/sqlite.ts';
import { type Simulated, simulateRule, type Simulation } from './simulate-rule.ts';

/** What the thread of a simulation is told when it starts. */
export interface SimulationOrder {
  readonly file: string;
  readonly simulation: Simulation;
}

/** What it tells: how much is done, from 0 to 1, and at last what came of it. */
export type SimulationReport = { readonly share: number } | { readonly simulated: Simulated };

// The thread of a simulation: answers what partners would have earned, and ends.
const { file, simulation } = workerData as SimulationOrder;
const store = openSqliteToRead(file);
try {
  const tell = (report: SimulationReport): void => parentPort?.postMessage(report);
  tell({
    simulated: await simulateRule(store, simulation, (share) => {
      tell({ share });
    }),
  });
} finally {
  await store.destroy();
}
