import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { loadWithClicks, registerClick } from '../../testing/click-load.ts';
import { newPostgres } from '../../testing/postgres.mjs';
import { addTestProvider } from '../../testing/provider.ts';
import { type RunningServer, startServer } from '../../testing/running-server.ts';
import { openStore, type Store } from '../store/open.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Asks `/readyz` until it is so. */
async function untilReady({ origin }: RunningServer, status: 200 | 503): Promise<string> {
  for (;;) {
    const response = await fetch(`${origin}/readyz`);
    const said = await response.text();
    if (response.status === status) return said;
  }
}

/** Registers a click, and tries until it is answered. */
async function registerAtLast(origin: string, click: { partner: number; nonce: string }): Promise<string> {
  for (;;)
    try {
      return await registerClick(origin, click);
    } catch {
      // Again, as the SDK does.
    }
}

/** The ids of all clicks that are kept, by their nonces; fails where one nonce has two. */
async function keptByNonce(store: Store): Promise<Map<string, string>> {
  const rows = await store.selectFrom('referralprogram_click').select(['nonce', 'sesid']).execute();
  const kept = new Map(rows.map(({ nonce, sesid }) => [nonce ?? '', sesid]));
  expect(kept.size).toBe(rows.length);
  return kept;
}

describe('PostgreSQL', () => {
  let postgres: Awaited<ReturnType<typeof newPostgres>>;
  beforeAll(async () => {
    postgres = await newPostgres();
  });
  afterAll(async () => {
    await postgres.remove();
  });
  const start = async () => {
    const store = await openStore({ folder: '', databaseUrl: postgres.url });
    const { partner } = await addTestProvider(store, { now: Date.now() - 60_000 });
    const server = await startServer({ BILLREF_DIR: folder, DATABASE_URL: postgres.url });
    return { store, partner, server };
  };

  test('that is restarted: 503 meanwhile, /readyz says so, clicks go on by themselves, none is lost or doubled', async () => {
    const { store, partner, server } = await start();
    const load = loadWithClicks(() => server.origin, { partner });
    await load.more(100);
    await postgres.stop();
    expect(await untilReady(server, 503)).toContain('the database cannot be written to (ECONNREFUSED)');
    expect((await fetch(`${server.origin}/billref.css`)).status).toBe(200);
    await expect(registerClick(server.origin, { partner, nonce: 'while-it-is-away' })).rejects.toThrow(
      'the database cannot be reached',
    );
    await postgres.start();
    await load.more(100);
    await untilReady(server, 200);
    await load.stop();
    expect(load.failed.filter((failure) => !failure.includes('the database cannot be reached'))).toEqual([]);
    const kept = await keptByNonce(store);
    expect([...load.answered].filter(([nonce, cntid]) => kept.get(nonce) !== cntid)).toEqual([]);
    expect(await server.stop()).toBe(0);
    await store.destroy();
  });

  test('whose connections are cut: a click that is sent again until it is answered is there once', async () => {
    const { store, partner, server } = await start();
    let done = false;
    const visitors = Array.from({ length: 8 }, async (_, visitor) => {
      const answered = new Map<string, string>();
      for (let number = 0; !done || number < 50; number += 1) {
        const nonce = `cut-visitor-${String(visitor)}-click-${String(number)}`;
        answered.set(nonce, await registerAtLast(server.origin, { partner, nonce }));
      }
      return answered;
    });
    let cut = 0;
    while (cut < 30) {
      const { rows } = await sql`
        select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()
      `.execute(store);
      cut += rows.length;
    }
    done = true;
    const answered = (await Promise.all(visitors)).flatMap((clicks) => [...clicks]);
    const kept = await keptByNonce(store);
    expect(answered.filter(([nonce, cntid]) => kept.get(nonce) !== cntid)).toEqual([]);
    expect(await server.stop()).toBe(0);
    await store.destroy();
  });
});

/** A disk of 12 MB, where this user may have one. */
function smallDisk(): string | undefined {
  const disk = mkdtempSync(join(tmpdir(), 'billref-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk], { stdio: 'ignore' });
    return disk;
  } catch {
    rmSync(disk, { recursive: true });
    return undefined;
  }
}

const disk = smallDisk();
afterAll(() => {
  if (disk === undefined) return;
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

(disk === undefined ? test.skip : test)(
  'a disk that is full (skipped where none can be mounted): 503, /readyz says so, and clicks go on with room again',
  async () => {
    if (disk === undefined) return;
    const store = await openStore({ folder: disk });
    const { partner } = await addTestProvider(store, { now: Date.now() - 60_000 });
    await store.destroy();
    const server = await startServer({ BILLREF_DIR: disk, DATABASE_URL: '' });
    const { bavail, bsize } = statfsSync(disk);
    const filler = join(disk, 'filler');
    writeFileSync(filler, Buffer.alloc(bavail * bsize));
    const load = loadWithClicks(() => server.origin, { partner });
    const said = await untilReady(server, 503);
    expect(said).toContain('the database cannot be written to (SQLITE_FULL)');
    await expect(registerClick(server.origin, { partner, nonce: 'click-on-a-full-disk' })).rejects.toThrow(
      'the database has no more room',
    );
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
    truncateSync(filler);
    await load.more(100);
    await untilReady(server, 200);
    await load.stop();
    expect(await server.stop()).toBe(0);
    const again = await openStore({ folder: disk });
    const kept = await keptByNonce(again);
    expect([...load.answered].filter(([nonce, cntid]) => kept.get(nonce) !== cntid)).toEqual([]);
    await again.destroy();
  },
);
