import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { loadWithClicks } from '../../testing/click-load.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { type RunningServer, startServer } from '../../testing/running-server.ts';
import { newSchema } from '../../testing/schema.ts';
import { onEachStore } from '../../testing/stores.ts';
import { openStore } from '../store/open.ts';

/** Where the servers on PostgreSQL have their logs. */
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Tells a server to stop, and waits until it has heard that. */
async function tellToStop(server: RunningServer): Promise<void> {
  server.process.kill('SIGTERM');
  while (!server.logged.some(({ msg }) => msg === 'stopping')) await setImmediate();
}

onEachStore((place) => {
  test('SIGTERM under load: each click that was answered is there, and the server leaves with 0', async () => {
    const { store, folder, databaseUrl } = place();
    const { partner } = await addTestProvider(store, { now: Date.now() - 60_000 });
    const server = await startServer({ BILLREF_DIR: folder, DATABASE_URL: databaseUrl });
    const load = loadWithClicks(() => server.origin, { partner });
    await load.more(100);
    expect(await server.stop()).toBe(0);
    await load.stop();
    const kept = await store.selectFrom('referralprogram_click').select('sesid').execute();
    const ids = new Set(kept.map(({ sesid }) => sesid));
    expect([...load.answered.values()].filter((cntid) => !ids.has(cntid))).toEqual([]);
  });
});

describe('with a request under way, which waits for a table of PostgreSQL,', () => {
  /** Starts a server, and a request that is answered when this has been released. */
  const withRequestUnderWay = async () => {
    const { url, drop } = await newSchema();
    const store = await openStore({ folder: '', databaseUrl: url });
    const server = await startServer({ BILLREF_DIR: folder, DATABASE_URL: url, BILLREF_METRICS_PORT: '0' });
    const held = Promise.withResolvers<undefined>();
    const released = Promise.withResolvers<undefined>();
    const holding = store.transaction().execute(async (writing) => {
      await sql`lock table session`.execute(writing);
      held.resolve(undefined);
      await released.promise;
    });
    await held.promise;
    const answer = fetch(`${server.origin}/billmgr?func=whoami&auth=somebody`).then((response) => response.text());
    for (let waiting = 0; waiting === 0;)
      ({ waiting = 0 } =
        (await sql<{ waiting: number }>`select count(*) as waiting from pg_locks where not granted`.execute(store))
          .rows[0] ?? {});
    return {
      server,
      answer,
      release: async () => {
        released.resolve(undefined);
        await holding;
      },
      end: async () => {
        await store.destroy();
        await drop();
      },
    };
  };

  test('SIGTERM takes no new connection, says so at /readyz, answers the request and leaves with 0', async () => {
    const { server, answer, release, end } = await withRequestUnderWay();
    await tellToStop(server);
    const ready = await fetch(`http://127.0.0.1:${String(server.logged[0]?.metricsPort)}/readyz`);
    expect(`${String(ready.status)} ${await ready.text()}`).toBe('503 the server is stopping\n');
    await expect(fetch(server.origin)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await release();
    expect(await answer).toContain('<error type="access"');
    expect(await server.ended).toBe(0);
    await end();
  });

  test('a second signal ends the server at once', async () => {
    const { server, answer, release, end } = await withRequestUnderWay();
    await tellToStop(server);
    server.process.kill('SIGTERM');
    await expect(answer).rejects.toThrow();
    expect(await server.ended).toBe(143);
    await release();
    await end();
  });
});

test('a connection on which nothing is asked does not keep a server that is told to stop', async () => {
  const { url, drop } = await newSchema();
  const server = await startServer({ DATABASE_URL: url, BILLREF_DIR: folder });
  const silent = connect(server.port, '127.0.0.1');
  await once(silent, 'connect');
  const closed = once(silent, 'close');
  expect(await server.stop()).toBe(0);
  await closed;
  await drop();
});
