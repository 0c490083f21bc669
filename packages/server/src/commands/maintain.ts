import type { Config } from '../config.ts';
import { openLogs } from '../log/logs.ts';
import { maintain } from '../rewards/maintain.ts';
import { openStore } from '../store/open.ts';

/** Does the reward runs that are due, once, and says what it did. */
export async function maintainOnce(config: Config, { date }: { date?: string }): Promise<void> {
  const store = await openStore(config);
  const logs = openLogs(config.folder);
  try {
    const { runs, rewards, payments } = await maintain({ store, logs }, { now: Date.now(), day: date });
    console.log(`${String(runs)} runs, ${String(rewards)} rewards, ${String(payments)} payments`);
  } finally {
    await logs.close();
    await store.destroy();
  }
}
