import { once } from 'node:events';
import { pino } from 'pino';
import { buildApp } from '../app.ts';
import type { Config } from '../config.ts';
import { listen } from '../http/listen.ts';
import { openLogs } from '../log/logs.ts';
import { maintain } from '../rewards/maintain.ts';
import { openStore } from '../store/open.ts';

const MINUTE = 60_000;

/** Serves until it is told to stop; then answers what is under way and leaves. */
export async function serve({ host, port, folder, publicUrl, databaseUrl }: Config): Promise<void> {
  const log = pino(pino.destination(2));
  const store = await openStore({ folder, databaseUrl });
  const logs = openLogs(folder);
  const onFailure = (error: unknown): void => {
    log.error(error);
  };
  const server = await listen(buildApp({ store, logs, publicUrl, onFailure }), port, host);
  log.info({ host, port: server.port }, 'listening');

  let running: Promise<unknown> = Promise.resolve();
  const runRewards = (): void => {
    running = running.then(() => maintain({ store, logs }, { now: Date.now() })).catch(onFailure);
  };
  runRewards();
  const schedule = setInterval(runRewards, MINUTE);

  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  log.info('stopping');
  clearInterval(schedule);
  await Promise.all([server.close(), running]);
  await logs.close();
  await store.destroy();
}
