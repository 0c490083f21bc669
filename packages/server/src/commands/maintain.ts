import type { Config } from '../config.ts';
import { openLogs } from '../log/logs.ts';
import { maintain } from '../rewards/maintain.ts';
import { openStore } from '../store/open.ts';
import { showProgress } from './show-progress.ts';

/** Does the reward runs that are due, once, and says what it did; in a terminal, how far it is. */
export async function maintainOnce(config: Config, { date }: { date?: string }): Promise<void> {
  const store = await openStore(config);
  const logs = openLogs(config.folder, config);
  const progress = showProgress(process.stderr);
  try {
    const { runs, rewards, payments } = await maintain(
      {
        store,
        logs,
        onProgress: ({ run, share }) => {
          progress.show(`rewards of ${run.day}`, share);
        },
        onWait: () => {
          console.error('another process is doing the reward runs: waiting until it has ended');
        },
      },
      { now: Date.now(), day: date },
    );
    progress.clear();
    console.log(`${String(runs)} runs, ${String(rewards)} rewards, ${String(payments)} payments`);
  } finally {
    progress.clear();
    await logs.close();
    await store.destroy();
  }
}
