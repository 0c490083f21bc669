import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadWithClicks, registerClick } from '../../testing/click-load.ts';
import { main } from '../../testing/command.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { type RunningServer, startServer } from '../../testing/running-server.ts';
import { readConfig } from '../config.ts';
import { buildApp } from '../app.ts';
import { listen } from '../http/listen.ts';
import { openLogs } from '../log/logs.ts';
import { openStore } from '../store/open.ts';
import { backup } from './backup.ts';

let folder = '';
let partner = 0;
let server: RunningServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
  const store = await openStore({ folder });
  ({ partner } = await addTestProvider(store, { now: Date.now() - 60_000 }));
  await store.destroy();
  server = await startServer({ BILLREF_DIR: folder });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const config = (environment: Record<string, string> = {}) => readConfig({ BILLREF_DIR: folder, ...environment });

test('a copy that is made beside a busy server has every click that was answered before, and works', async () => {
  const load = loadWithClicks(() => server.origin, { partner });
  await load.more(200);
  mkdirSync(join(folder, 'restored'));
  // At this very instant, while the server has clicks under way.
  const before = new Map(load.answered);
  backup(config(), join(folder, 'restored/billref.sqlite'));
  await load.more(50);
  await load.stop();
  expect(load.failed).toEqual([]);

  const store = await openStore({ folder: join(folder, 'restored') });
  const logs = openLogs(join(folder, 'restored'));
  const restored = await listen(buildApp({ store, logs, onFailure: console.error }), 0, '127.0.0.1');
  const origin = `http://127.0.0.1:${String(restored.port)}`;
  // A click that is there is answered with its id again.
  const again = await Promise.all([...before.keys()].map((nonce) => registerClick(origin, { partner, nonce })));
  expect(again).toEqual([...before.values()]);
  await restored.close();
  await logs.close();
  await store.destroy();
});

test('a file that is there stays as it is', () => {
  const file = join(folder, 'something');
  writeFileSync(file, 'of mine');
  expect(() => {
    backup(config(), file);
  }).toThrow(new RangeError(`'${file}' is there already`));
  expect(readFileSync(file, 'utf8')).toBe('of mine');
});

test('a copy for which there is no room is not made by half', async () => {
  // As on a full disk: no file may be larger than this, in blocks of 512 bytes.
  const limited = `trap '' XFSZ; ulimit -f 16; exec "$0" "$@"`;
  const file = join(folder, 'too-large');
  const failure: unknown = await promisify(execFile)('sh', ['-c', limited, process.execPath, main, 'backup', file], {
    env: { ...process.env, BILLREF_DIR: folder },
  }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining(`billref: '${file}' cannot be written: `) });
  expect(readdirSync(folder).filter((name) => name.startsWith('too-large'))).toEqual([]);
});

test('where there is no database none is made', () => {
  const nowhere = join(folder, 'nowhere');
  expect(() => {
    backup(config({ BILLREF_DIR: nowhere }), join(folder, 'of-nothing'));
  }).toThrow(`there is no database ${join(nowhere, 'billref.sqlite')}`);
  expect(readdirSync(folder)).not.toContain('nowhere');
});

test('on PostgreSQL it says what makes a backup there', () => {
  expect(() => {
    backup(config({ DATABASE_URL: 'postgres://127.0.0.1/billref' }), join(folder, 'dump'));
  }).toThrow('pg_dump');
});
