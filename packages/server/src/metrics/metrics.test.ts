import { expect, test } from '@jest/globals';
import { rewardTests } from '../../testing/reward-tests.ts';
import { startServer } from '../../testing/running-server.ts';
import { onEachStore } from '../../testing/stores.ts';
import { queueMail } from '../mail/outbox.ts';
import { clicks, commitBatch, ingestQueue } from './clicks.ts';
import { registry } from './registry.ts';
import { watchRun } from './runs.ts';

/** The numbers of a page of metrics, by name and labels. */
const read = (page: string): ReadonlyMap<string, number> =>
  new Map(
    page
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );

const ofThisProcess = async () => read(await registry.metrics());

onEachStore((place) => {
  const { newProvider, addReferral, addExpense } = rewardTests(place);

  test('a server tells on a port of its own what it has answered, how much mail waits, and how late its turns are', async () => {
    const { store, folder, databaseUrl } = place();
    const mail = { recipient: 'a@example.com', subject: 'A', body: 'B' };
    const tomorrow = Date.now() + 86_400_000;
    await store.transaction().execute((writing) => queueMail(writing, mail, tomorrow));
    const server = await startServer({
      BILLREF_DIR: folder,
      DATABASE_URL: databaseUrl,
      BILLREF_METRICS_PORT: '0',
    });
    const at = `http://127.0.0.1:${String(server.logged[0]?.metricsPort)}`;
    await fetch(`${server.origin}/billmgr?func=country`);
    await fetch(`${server.origin}/billmgr?func=of-nobody-${String(tomorrow)}`);

    const page = await (await fetch(`${at}/metrics`)).text();
    const metrics = read(page);
    expect(metrics.get('billref_answers_total{func="country",status="200"}')).toBe(1);
    expect(metrics.get('billref_answer_seconds_count{func="country"}')).toBe(1);
    // Whoever asks for functions that are none makes no rows.
    expect(metrics.get('billref_answers_total{func="none",status="200"}')).toBe(1);
    expect(page).not.toContain('of-nobody');
    expect(metrics.get('billref_mail_queue')).toBe(1);
    expect(metrics.get('billref_click_queue')).toBe(0);
    expect(metrics.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
    expect(metrics.has('process_resident_memory_bytes')).toBe(true);
    expect(await (await fetch(`${at}/readyz`)).text()).toBe('ready\n');
    // The public asks the other port.
    expect((await fetch(`${server.origin}/metrics`)).status).toBe(404);
    expect(await server.stop()).toBe(0);
  });

  test('a server tells of its reward runs', async () => {
    const provider = await newProvider();
    await addExpense(provider, await addReferral(provider), 1000, '2025-06-20T12:00:00Z');
    const { folder, databaseUrl } = place();
    const server = await startServer({ BILLREF_DIR: folder, DATABASE_URL: databaseUrl, BILLREF_METRICS_PORT: '0' });
    const at = `http://127.0.0.1:${String(server.logged[0]?.metricsPort)}/metrics`;
    let metrics = read('');
    while (metrics.get('billref_runs_total{outcome="done"}') !== 1) metrics = read(await (await fetch(at)).text());
    expect(metrics.get('billref_run_progress')).toBe(-1);
    expect(metrics.get('billref_run_last_done_timestamp_seconds')).toBeGreaterThan(1_600_000_000);
    expect(await server.stop()).toBe(0);
  });
});

test('each outcome of a click stands at 0 until there is one, and is counted by itself', async () => {
  const before = await ofThisProcess();
  expect(before.get('billref_clicks_total{outcome="kept"}')).toBe(0);
  clicks.inc('kept');
  clicks.inc('kept');
  clicks.inc('url-mismatch');
  commitBatch.observe(3);
  ingestQueue.set(7);
  const after = await ofThisProcess();
  expect(after.get('billref_clicks_total{outcome="kept"}')).toBe(2);
  expect(after.get('billref_clicks_total{outcome="url-mismatch"}')).toBe(1);
  expect(after.get('billref_clicks_total{outcome="bot"}')).toBe(0);
  expect(after.get('billref_click_commit_batch_bucket{le="2"}')).toBe(0);
  expect(after.get('billref_click_commit_batch_bucket{le="5"}')).toBe(1);
  expect(after.get('billref_click_queue')).toBe(7);
});

test('a run tells how far it is while it is under way, and whether it failed', async () => {
  let half: number | undefined;
  const failing = watchRun(async (progressed) => {
    progressed(0.5);
    half = (await ofThisProcess()).get('billref_run_progress');
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(half).toBe(0.5);
  const after = await ofThisProcess();
  expect(after.get('billref_run_progress')).toBe(-1);
  expect(after.get('billref_runs_total{outcome="failed"}')).toBe(1);
});
