import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { addTestClient, addTestProvider, addTestReferral, linkTestReferral } from '../../testing/provider.ts';
import { newSchema } from '../../testing/schema.ts';
import { onEachStore } from '../../testing/stores.ts';
import { platform } from '../http/platform.ts';
import { listen } from '../http/listen.ts';
import { openLogs } from '../log/logs.ts';
import { maintain } from '../rewards/maintain.ts';
import { openStore } from './open.ts';

onEachStore((place) => {
  test('what a transaction that fails has written is gone', async () => {
    const { store } = place();
    const { project } = await addTestProvider(store, { now: 0 });
    const count = async () => (await store.selectFrom('account').select('id').execute()).length;
    const before = await count();
    await expect(
      store.transaction().execute(async (writing) => {
        await addTestClient(writing, project, 0);
        throw new Error('on purpose');
      }),
    ).rejects.toThrow('on purpose');
    expect(await count()).toBe(before);
  });

  describe('the tables themselves refuse', () => {
    test('a second partner for a referral', async () => {
      const { store } = place();
      const provider = await addTestProvider(store, { now: 0 });
      const account = await addTestReferral(store, provider, 0);
      await expect(linkTestReferral(store, { ...provider, account, joined: 1 })).rejects.toThrow(/unique/i);
    });
    test('being one’s own partner', async () => {
      const { store } = place();
      const provider = await addTestProvider(store, { now: 0 });
      const link = linkTestReferral(store, { ...provider, account: provider.partner, joined: 0 });
      await expect(link).rejects.toThrow(/check/i);
    });
    test('an amount that a number cannot hold exactly, and one that is no whole number', async () => {
      const { store } = place();
      const { pricelist } = await addTestProvider(store, { now: 0 });
      const price = (cost: number) =>
        store.insertInto('pricelist_period').values({ pricelist, period: 12, cost }).execute();
      await expect(price(9_000_000_000_001)).rejects.toThrow(/check/i);
      await expect(price(0.5)).rejects.toThrow();
    });
  });
});

test('PostgreSQL that cuts its connections is asked again', async () => {
  const { url, drop } = await newSchema();
  const store = await openStore({ folder: '', databaseUrl: url });
  const ours = async () =>
    (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(store)).rows.map(({ pid }) => pid)[0];
  const before = await ours();
  const other = await openStore({ folder: '', databaseUrl: url });
  await sql`select pg_terminate_backend(${before})`.execute(other);
  await other.destroy();
  // Questions may meet the connection before the pool has heard of its end.
  let after: number | undefined;
  for (let tries = 0; after === undefined && tries < 20; tries += 1) after = await ours().catch(() => undefined);
  expect(after).toBeGreaterThan(0);
  expect(after).not.toBe(before);
  await store.destroy();
  await drop();
});

describe('SQLite', () => {
  test('no transaction is open at any turn of the event loop: inside one only database calls are awaited', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
    const store = await openStore({ folder });
    const other = new SqliteDatabase(join(folder, 'billref.sqlite'), { timeout: 0 });
    let turns = 0;
    let running = true;
    const free = (): void => {
      if (!running) return;
      turns += 1;
      // Fails at once if a transaction of the store's holds the lock.
      other.exec('begin immediate; rollback');
      setImmediate(free);
    };
    setImmediate(free);
    const logs = openLogs(folder);
    const { partner } = await addTestProvider(store, { now: Date.now() });
    const server = await listen(platform({ store, logs, onFailure: console.error }), 0, '127.0.0.1');
    const ask = (query: string) => fetch(`http://127.0.0.1:${server.port}/billmgr?out=json&${query}`);
    for (let visitors = 0; visitors < 10; visitors += 1) {
      await ask(`func=referralprogram.registerclick&p=https%3A%2F%2Fsite.com%2F%3Ffrom%3D${partner}`);
      const email = `turns-${visitors}@example.com`;
      const answer = await ask(`func=register&sok=ok&email=${email}&passwd=a+password&partner=${partner}`);
      expect(await answer.json()).toHaveProperty('doc.ok');
    }
    await maintain({ store, logs }, { now: Date.now() + 40 * 86_400_000 });
    await server.close();
    running = false;
    expect(turns).toBeGreaterThan(10);
    await logs.close();
    other.close();
    await store.destroy();
    rmSync(folder, { recursive: true });
  });

  test('is durable: WAL, synchronous=FULL, foreign keys on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
    const store = await openStore({ folder });
    const pragma = async (name: string) => (await sql.raw(`pragma ${name}`).execute(store)).rows;
    expect(await pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await pragma('synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await pragma('foreign_keys')).toEqual([{ foreign_keys: 1 }]);
    await store.destroy();
    rmSync(folder, { recursive: true });
  });
});
