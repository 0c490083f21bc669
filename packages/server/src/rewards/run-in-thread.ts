import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { freeTurn } from '../store/turns.ts';
import type { RunOrder } from './run-thread.ts';

/** It lies beside this one, in the sources and in what is built. */
const thread = new URL(`run-thread${extname(import.meta.url)}`, import.meta.url);

/**
 * Does what is due in a thread of its own, so that this one goes on answering.
 *
 * @param signal ends it at once; the next run goes on where it was
 * @param onProgress is told how far a run is, from 0 to 1, now and then
 * @throws what went wrong in the thread
 */
export async function runInThread(
  order: RunOrder,
  signal: AbortSignal,
  onProgress: (share: number) => void = () => undefined,
): Promise<void> {
  const worker = new Worker(thread, { workerData: order });
  worker.on('message', onProgress);
  const end = (): void => void worker.terminate();
  signal.addEventListener('abort', end);
  try {
    if (signal.aborted) end();
    await once(worker, 'exit');
  } finally {
    signal.removeEventListener('abort', end);
    freeTurn(order.turns);
  }
}
