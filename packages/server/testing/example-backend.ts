import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { sql } from 'kysely';
import { platform } from '../src/http/platform.ts';
import type { Example } from '../src/call/declare.ts';
import { listen } from '../src/http/listen.ts';
import { openLogs } from '../src/log/logs.ts';
import { openStore, type Store } from '../src/store/open.ts';
import { addExampleData, EXAMPLE_NOW, EXAMPLE_SESSIONS } from './example-data.ts';

/** A backend with the examples' data, really asked over HTTP. */
export interface ExampleBackend {
  readonly store: Store;
  /** Where it really listens, whatever address it says it has. */
  readonly origin: string;
  /** Asks by a form, as whoever the example names; `accept` is what a browser would say. */
  readonly ask: (
    as: Example['as'],
    parameters: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
    accept?: string,
  ) => Promise<Response>;
  /** A number that changes when the server commits something to the database. */
  readonly version: () => number;
  /** Errors that were the server's own. */
  readonly failures: unknown[];
  readonly close: () => Promise<void>;
}

/** Fills a SQLite file once, of which every backend gets a copy. */
export async function exampleBackends(): Promise<{ start: () => Promise<ExampleBackend>; remove: () => void }> {
  const root = mkdtempSync(join(tmpdir(), 'billref-examples-'));
  const filled = join(root, 'filled');
  const store = await openStore({ folder: filled });
  const logs = openLogs(filled);
  await addExampleData(store, logs);
  // Into the one file that is copied.
  await sql`pragma wal_checkpoint(truncate)`.execute(store);
  await logs.close();
  await store.destroy();
  let started = 0;
  return {
    start: () => start(filled, join(root, String((started += 1)))),
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function start(filled: string, folder: string): Promise<ExampleBackend> {
  mkdirSync(folder);
  copyFileSync(join(filled, 'billref.sqlite'), join(folder, 'billref.sqlite'));
  const store = await openStore({ folder });
  const logs = openLogs(folder);
  const failures: unknown[] = [];
  const app = platform({
    store,
    logs,
    publicUrl: 'https://bill.example.com',
    onFailure: (error) => failures.push(error),
    clock: () => EXAMPLE_NOW,
  });
  const server = await listen(app, 0, '127.0.0.1');
  const origin = `http://127.0.0.1:${String(server.port)}`;
  const onlooker = new SqliteDatabase(join(folder, 'billref.sqlite'), { readonly: true });
  return {
    store,
    origin,
    failures,
    ask(as, parameters, accept = '*/*') {
      const entries: readonly (readonly [string, string])[] = Array.isArray(parameters)
        ? parameters
        : Object.entries(parameters);
      const body = new URLSearchParams(entries.map(([name, value]) => [name, value]));
      if (as !== undefined) body.set('auth', EXAMPLE_SESSIONS[as]);
      return fetch(`${origin}/billmgr`, {
        method: 'POST',
        body,
        headers: { accept },
        redirect: 'manual',
      });
    },
    // https://sqlite.org/pragma.html#pragma_data_version
    version: () => Number(onlooker.pragma('data_version', { simple: true })),
    async close() {
      await server.close();
      await logs.close();
      onlooker.close();
      await store.destroy();
    },
  };
}
