import { Gauge } from 'prom-client';
import { countBy } from './count-by.ts';
import { registry } from './registry.ts';

const runs = countBy('billref_runs_total', {
  help: 'Threads of this process that looked for due reward runs, by how they ended.',
  label: 'outcome',
  kinds: ['done', 'failed'],
});

const progress = new Gauge({
  name: 'billref_run_progress',
  help: 'How far the reward run of this process is, from 0 to 1; -1 where none is under way.',
  registers: [registry],
});
progress.set(-1);

const lastDone = new Gauge({
  name: 'billref_run_last_done_timestamp_seconds',
  help: 'When the last thread of reward runs of this process came to its end; 0 where none has.',
  registers: [registry],
});

/**
 * Tells of a reward run from its beginning to its end.
 *
 * @param run gets what to tell how far it is, from 0 to 1
 */
export async function watchRun(run: (progressed: (share: number) => void) => Promise<void>): Promise<void> {
  progress.set(0);
  try {
    await run((share) => {
      progress.set(share);
    });
    runs.inc('done');
    lastDone.setToCurrentTime();
  } catch (error) {
    runs.inc('failed');
    throw error;
  } finally {
    progress.set(-1);
  }
}
