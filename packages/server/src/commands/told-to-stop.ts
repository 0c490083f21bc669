import { once } from 'node:events';
import { constants } from 'node:os';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Waits until the process is told to stop. Told so again, it ends at once: by its own doing, for as the first process of a
 * container the system would not end it.
 */
export async function toldToStop(): Promise<void> {
  await Promise.race(SIGNALS.map((signal) => once(process, signal)));
  for (const signal of SIGNALS)
    process.once(signal, () => {
      process.exit(128 + constants.signals[signal]);
    });
}
