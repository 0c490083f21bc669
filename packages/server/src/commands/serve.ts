import { pino } from 'pino';
import { platform } from '../http/platform.ts';
import { newClickLimits } from '../clicks/click-limits.ts';
import type { Config } from '../config.ts';
import { watchReadiness } from '../health/readiness.ts';
import { listen } from '../http/listen.ts';
import type { Answered } from '../http/observe.ts';
import { trustProxies } from '../http/proxies.ts';
import { openLogs } from '../log/logs.ts';
import { sendDueMail } from '../mail/outbox.ts';
import { logTransport, smtpTransport } from '../mail/transport.ts';
import { countAnswer } from '../metrics/answers.ts';
import { buildMetricsApp } from '../metrics/metrics-app.ts';
import { watchRun } from '../metrics/runs.ts';
import { whenSomethingIsDue } from '../rewards/anything-due.ts';
import { runInThread } from '../rewards/run-in-thread.ts';
import { forgetKeys } from '../sessions/login-key.ts';
import { forgetRecoveries } from '../sessions/recovery.ts';
import { forgetSessions } from '../sessions/session.ts';
import { forgetTries } from '../sessions/tries.ts';
import { openStore } from '../store/open.ts';
import { keepClicks } from '../store/keep-clicks.ts';
import { forgetRefusals } from '../store/refusals.ts';
import { newTurns } from '../store/turns.ts';
import { toldToStop } from './told-to-stop.ts';

const MINUTE = 60_000;

/** How long all that is under way may take when the server is told to stop: a mail server may be slow. */
const PATIENCE = 15_000;

/** Serves until it is told to stop; then answers what is under way and leaves, in 15 seconds at most. */
export async function serve(config: Config): Promise<void> {
  const { host, port, folder, publicUrl, siteOrigins, captcha, databaseUrl, debug, metricsPort } = config;
  const log = pino(pino.destination(2));
  const turns = newTurns();
  const store = await openStore({ folder, databaseUrl, turns });
  const logs = openLogs(folder);
  const onFailure = (error: unknown, id?: string): void => {
    log.error({ err: error, id });
  };
  const onAnswered = (answered: Answered): void => {
    countAnswer(answered);
    // Clicks of sites do not come here: counter.log has a line of each, and another would take a seventh of its time.
    log.info(answered, 'answered');
  };
  const clickLimits = newClickLimits(config.clicksPerMinute);
  const trusts = trustProxies(config.trustedProxies);
  const readiness = watchReadiness(store);
  const metrics =
    metricsPort === undefined ? undefined : await listen(buildMetricsApp({ store, readiness }), metricsPort, host);
  const server = await listen(
    platform({
      ...{ store, logs, publicUrl, trusts, clickLimits, siteOrigins, captcha },
      ...{ readiness, onAnswered, onFailure },
    }),
    port,
    host,
  );
  const transport =
    config.mail === undefined ? logTransport(folder) : smtpTransport(config.mail.smtpUrl, config.mail.from);
  log.info({ host, port: server.port, metricsPort: metrics?.port }, 'listening');

  const stopping = new AbortController();
  const reward = whenSomethingIsDue((now) =>
    watchRun((progressed) => runInThread({ folder, databaseUrl, debug, turns, now }, stopping.signal, progressed)),
  );
  let running: Promise<unknown> = Promise.resolve();
  let rewarding: Promise<unknown> | undefined;
  const doWhatIsDue = async (): Promise<void> => {
    const now = Date.now();
    await sendDueMail(store, transport, { now, onFailure });
    await forgetSessions(store, now);
    await forgetKeys(store, now);
    await forgetRecoveries(store, now);
    await forgetTries(store, now);
    await forgetRefusals(store, now);
    await keepClicks(store, now, config.keepClicksDays);
  };
  const lookAround = (): void => {
    running = running.then(doWhatIsDue).catch(onFailure);
    // It may take longer than a minute, which nothing else waits for.
    rewarding ??= reward(store, Date.now())
      .catch(onFailure)
      .finally(() => {
        rewarding = undefined;
      });
  };
  lookAround();
  const schedule = setInterval(lookAround, MINUTE);

  await toldToStop();
  log.info('stopping');
  readiness.drain();
  // It does not keep the process, but ends it where something else does.
  setTimeout(() => process.exit(), PATIENCE).unref();
  clearInterval(schedule);
  stopping.abort();
  await Promise.all([server.close(), running, rewarding]);
  // To the last, so that it can be seen.
  await metrics?.close();
  await logs.close();
  await store.destroy();
}
