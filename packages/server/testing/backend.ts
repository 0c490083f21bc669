import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import type { AppOptions } from '../src/app-options.ts';
import { platform } from '../src/http/platform.ts';
import { type Listening, listen } from '../src/http/listen.ts';
import { type Logs, openLogs } from '../src/log/logs.ts';
import { addTestProvider, type TestProvider } from './provider.ts';
import type { Place } from './stores.ts';
import type { Store } from '../src/store/open.ts';

interface Init {
  readonly method?: 'POST';
  readonly headers?: Record<string, string>;
}

/** A backend that is really asked over HTTP. */
export interface TestBackend extends TestProvider {
  readonly store: Store;
  readonly logs: Logs;
  /** Its origin. */
  readonly origin: string;
  /** Asks a function; the parameters go into the query, or with a `method` of POST into the form. */
  readonly ask: (parameters: Readonly<Record<string, string>>, init?: Init) => Promise<Response>;
  /** The JSON of an answer's root element. */
  readonly doc: (parameters: Readonly<Record<string, string>>, init?: Init) => Promise<Doc>;
  /** What `counter.log` says by now, once it says this. */
  readonly counterLog: (until: string) => Promise<string>;
  /** Errors that were the server's own. */
  readonly failures: unknown[];
}

/** The dollar mapping, as far as the tests look into it. */
type Doc = Readonly<
  Record<string, { readonly $: string; readonly $type: string; readonly $object: string } | undefined>
>;

/** Starts a backend with a test provider before the tests of a block. */
export function withBackend(
  place: () => Place & { store: Store },
  options: () => Partial<AppOptions> = () => ({}),
): () => TestBackend {
  let backend: (TestBackend & { server: Listening }) | undefined;
  const get = (): TestBackend & { server: Listening } => {
    if (backend === undefined) throw new Error('the backend starts before the first test');
    return backend;
  };
  beforeAll(async () => {
    const { store, folder } = place();
    const logs = openLogs(folder);
    const failures: unknown[] = [];
    const siteOrigins = ['https://landing.example'];
    const app = platform({ store, logs, siteOrigins, onFailure: (error) => failures.push(error), ...options() });
    const server = await listen(app, 0, '127.0.0.1');
    const origin = `http://127.0.0.1:${String(server.port)}`;
    const ask: TestBackend['ask'] = (parameters, { method, headers } = {}) => {
      const fields = new URLSearchParams(parameters);
      return method === undefined
        ? fetch(`${origin}/billmgr?${fields.toString()}`, { redirect: 'manual', headers: headers ?? {} })
        : fetch(`${origin}/billmgr`, { method, body: fields, redirect: 'manual', headers: headers ?? {} });
    };
    backend = {
      ...(await addTestProvider(store, { now: Date.now() - 60_000 })),
      store,
      logs,
      server,
      origin,
      ask,
      doc: async (parameters, init) => {
        const response = await ask({ out: 'json', ...parameters }, init);
        return ((await response.json()) as { doc: Doc }).doc;
      },
      async counterLog(until) {
        for (let waited = 0; waited < 2000; waited += 10) {
          const text = readFileSync(join(folder, 'counter.log'), { encoding: 'utf8', flag: 'a+' });
          if (text.includes(until)) return text;
          await setTimeout(10);
        }
        throw new Error(`counter.log does not say ${until}`);
      },
      failures,
    };
  });
  afterAll(async () => {
    const { server, logs } = get();
    await server.close();
    await logs.close();
  });
  return get;
}
