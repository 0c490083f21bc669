import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../packages/server/src/store/open.ts';

// The tests drive what is delivered, dist; its types are the source's.
const dist = '../packages/server/dist';
const { platform } = (await import(
  `${dist}/http/platform.js`
)) as typeof import('../packages/server/src/http/platform.ts');
const { listen } = (await import(`${dist}/http/listen.js`)) as typeof import('../packages/server/src/http/listen.ts');
const { openLogs } = (await import(`${dist}/log/logs.js`)) as typeof import('../packages/server/src/log/logs.ts');
const { maintain } = (await import(
  `${dist}/rewards/maintain.js`
)) as typeof import('../packages/server/src/rewards/maintain.ts');
const { hashPassword } = (await import(
  `${dist}/sessions/password.js`
)) as typeof import('../packages/server/src/sessions/password.ts');
const { openStore } = (await import(`${dist}/store/open.js`)) as typeof import('../packages/server/src/store/open.ts');
const { addClient } = (await import(
  `${dist}/store/clients.js`
)) as typeof import('../packages/server/src/store/clients.ts');
const { addPartner, addProgram } = (await import(
  `${dist}/store/programs.js`
)) as typeof import('../packages/server/src/store/programs.ts');
const { addProvider } = (await import(
  `${dist}/store/provider.js`
)) as typeof import('../packages/server/src/store/provider.ts');
export const { addTariff } = (await import(
  `${dist}/store/tariffs.js`
)) as typeof import('../packages/server/src/store/tariffs.ts');
export const { addAddon } = (await import(
  `${dist}/store/addons.js`
)) as typeof import('../packages/server/src/store/addons.ts');

/** The password of every client of the tests. */
export const PASSWORD = 'correct horse battery staple';

/** Made once, because it is meant to take its time. */
const passwordHash = hashPassword(PASSWORD);

/** A real billing backend: a provider, partner 2 among its clients, tariff 1 at 12.90 EUR a month. */
export interface Backend {
  readonly store: Store;
  /** Its address, on another host than the site's: `http://127.0.0.1:…/billmgr`. */
  readonly url: string;
  /** Adds a program at 10 % and makes account 2 its partner, or the accounts that are given. */
  addProgram(website: string, partners?: readonly number[]): Promise<number>;
  /** The clicks it has registered, the earliest first. */
  clicks(): Promise<{ sesid: string; referer_account: number | null; nonce: string | null }[]>;
  /** Adds a client who may log in with {@link PASSWORD}. */
  addClient(email: string): Promise<number>;
  /** Runs the rewards, as on that day if one is given. */
  maintain(day?: string): ReturnType<typeof maintain>;
  /** What a log of the platform's holds. */
  log(name: 'counter.log' | 'billmaintain.log'): string;
  /** Stops answering, as a platform that is down. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a backend of a test's own. */
export async function startBackend(databaseUrl?: string): Promise<Backend> {
  const folder = mkdtempSync(join(tmpdir(), 'billref-e2e-'));
  const store = await openStore({ folder, databaseUrl });
  const logs = openLogs(folder);
  const failures: unknown[] = [];
  const app = platform({ store, logs, onFailure: (error) => failures.push(error) });
  const server = await listen(app, 0, '127.0.0.1');
  const passwd = await passwordHash;

  const opened = Date.now() - 60_000;
  const project = await store.transaction().execute(async (writing) => {
    const timezone = 'Europe/Berlin';
    return addProvider(
      writing,
      { name: 'Provider', currency: 'EUR', timezone, email: 'admin@example.com', passwd },
      opened,
    );
  });
  const add = (email: string): Promise<number> =>
    store.transaction().execute(async (writing) => {
      const contact = { phone: undefined, country: undefined, state: undefined };
      return (await addClient(writing, { project, email, realname: email, passwd, ...contact }, opened)).account;
    });
  await add('somebody@example.com');
  const partner = await add('partner@example.com');
  await addTariff(store, { project, name: 'Start', itemtype: 'vhost', costs: { 1: 1290 } });

  let running = true;
  const stop = async (): Promise<void> => {
    if (running) await server.close();
    running = false;
  };
  return {
    store,
    url: `http://127.0.0.1:${String(server.port)}/billmgr`,
    async addProgram(url, partners = [partner]) {
      const program = await addProgram(store, { project, name: 'Friends', url, percent: 100_000 }, opened);
      for (const account of partners) await addPartner(store, { account, project, referralprogram: program });
      return program;
    },
    clicks: () =>
      store
        .selectFrom('referralprogram_click')
        .select(['sesid', 'referer_account', 'nonce'])
        .orderBy('cdate')
        .execute(),
    addClient: add,
    maintain: (day) => maintain({ store, logs }, { now: Date.now(), day }),
    log: (name) => readFileSync(join(folder, name), 'utf8'),
    stop,
    async close() {
      await stop();
      await logs.close();
      await store.destroy();
      rmSync(folder, { recursive: true, force: true });
      if (failures.length > 0) throw new AggregateError(failures, 'the backend failed');
    },
  };
}
