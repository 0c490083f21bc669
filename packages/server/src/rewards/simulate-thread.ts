import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteToRead } from '../store/sqlite.ts';
import { simulateRule, type Simulation } from './simulate-rule.ts';

/** What the thread of a simulation is told when it starts. */
export interface SimulationOrder {
  readonly file: string;
  readonly simulation: Simulation;
}

// The thread of a simulation: answers what partners would have earned, and ends.
const { file, simulation } = workerData as SimulationOrder;
const store = openSqliteToRead(file);
try {
  parentPort?.postMessage(await simulateRule(store, simulation));
} finally {
  await store.destroy();
}
