import { parentPort, workerData } from 'node:worker_threads';
import { openLogs } from '../log/logs.ts';
import { openStore } from '../store/open.ts';
import type { Turns } from '../store/turns.ts';
import { maintain } from './maintain.ts';

/** What the thread of a run is told when it starts. */
export interface RunOrder {
  readonly folder: string;
  readonly databaseUrl: string | undefined;
  readonly debug: boolean;
  readonly turns: Turns;
  readonly now: number;
}

// The thread of a run: does what is due, tells how far each run is, from 0 to 1, and ends. It may be ended at any instant.
const { folder, databaseUrl, debug, turns, now } = workerData as RunOrder;
const store = await openStore({ folder, databaseUrl });
const logs = openLogs(folder, { debug });
try {
  await maintain({ store, logs, turns, onProgress: ({ share }) => parentPort?.postMessage(share) }, { now });
} finally {
  await logs.close();
  await store.destroy();
}
