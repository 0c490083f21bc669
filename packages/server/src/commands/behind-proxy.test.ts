import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadWithClicks } from '../../testing/click-load.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { startServer } from '../../testing/running-server.ts';
import { newSchema } from '../../testing/schema.ts';
import { openStore } from '../store/open.ts';

const isThere = spawnSync('nginx', ['-v']).error === undefined;
const proxied = isThere ? test : test.skip;
const leftOut = isThere ? '' : ' (left out: there is no nginx on this machine)';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** The configuration of deploy/, with the addresses of this test. */
function configuration(port: number, servers: readonly number[]): string {
  let text = readFileSync(join(import.meta.dirname, '../../../../deploy/nginx.conf'), 'utf8');
  const put = (what: string, instead: string): void => {
    expect(text).toContain(what);
    text = text.replace(what, instead);
  };
  put('listen 80;', `listen 127.0.0.1:${String(port)};`);
  for (const [index, server] of servers.entries())
    put(`server billref-${String(index + 1)}:8081`, `server 127.0.0.1:${String(server)}`);
  // Where whoever runs the tests may write.
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${join(folder, of)};`);
  put('http {', ['http {', ...kept].join('\n'));
  return text;
}

async function startProxy(servers: readonly number[]) {
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration(port, servers));
  const globals = `daemon off; pid ${join(folder, 'nginx.pid')};`;
  const nginx = spawn('nginx', ['-e', 'stderr', '-p', folder, '-c', file, '-g', globals], { stdio: 'ignore' });
  const origin = `http://127.0.0.1:${String(port)}`;
  while (!(await fetch(origin).catch(() => undefined))) await setImmediate();
  return {
    origin,
    stop: async () => {
      nginx.kill('SIGQUIT');
      await once(nginx, 'exit');
    },
  };
}

proxied(
  `of two servers behind the proxy of deploy/ one is killed under load: no click fails, and each that was answered is there${leftOut}`,
  async () => {
    const { url, drop } = await newSchema();
    const store = await openStore({ folder, databaseUrl: url });
    const { partner } = await addTestProvider(store, { now: Date.now() - 60_000 });
    const start = (name: string, port = '0') =>
      startServer({
        ...{ BILLREF_DIR: join(folder, name), DATABASE_URL: url, BILLREF_PORT: port },
        ...{ BILLREF_TRUSTED_PROXIES: 'loopback', BILLREF_CLICKS_PER_ADDRESS: '0', BILLREF_CLICKS_PER_PROGRAM: '0' },
      });
    const [one, two] = await Promise.all([start('one'), start('two')]);
    const proxy = await startProxy([one.port, two.port]);

    const load = loadWithClicks(() => proxy.origin, { partner });
    await load.more(100);
    one.process.kill('SIGKILL');
    expect(await one.ended).toBe('SIGKILL');
    await load.more(100);
    const again = await start('one', String(one.port));
    // The proxy looks after some time whether it is there again, and from then on it may be the only one.
    while (!again.logged.some(({ msg }) => msg === 'answered')) await fetch(`${proxy.origin}/billmgr?func=country`);
    two.process.kill('SIGKILL');
    expect(await two.ended).toBe('SIGKILL');
    await load.more(100);
    await load.stop();

    expect(load.failed.slice(0, 3)).toEqual([]);
    const kept = await store.selectFrom('referralprogram_click').select(['sesid', 'nonce']).execute();
    const clicks = new Map(kept.map(({ sesid, nonce }) => [nonce, sesid]));
    for (const [nonce, cntid] of load.answered) expect(clicks.get(nonce)).toBe(cntid);
    // A click that was asked of both is there once.
    expect(clicks.size).toBe(kept.length);
    await proxy.stop();
    expect(await again.stop()).toBe(0);
    await store.destroy();
    await drop();
  },
  60_000,
);
