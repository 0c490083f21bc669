import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const main = join(import.meta.dirname, '../dist/main.js');
const PASSWORD = 'a password of the fuzz test';

/** Starts `billref serve` as it is delivered, with a provider, a program and a client. */
export async function startServer(folder) {
  const env = {
    ...process.env,
    BILLREF_DIR: folder,
    BILLREF_PORT: '0',
    // All requests come from one address; what is looked for lies behind this limit.
    BILLREF_CLICKS_PER_ADDRESS: '0',
    // Whoever looks after the server comes from another address than the guesses.
    BILLREF_TRUSTED_PROXIES: 'loopback',
  };
  const billref = (...args) => promisify(execFile)(process.execPath, [main, ...args], { env });
  await billref('init', '--name', 'Fuzz', '--email', 'provider@fuzz.example', '--password', PASSWORD);
  const child = spawn(process.execPath, [main, 'serve'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  // However this ends, it does not stay behind.
  process.once('exit', () => child.kill('SIGKILL'));
  const failures = [];
  const said = createInterface({ input: child.stderr });
  said.on('line', (line) => {
    // What is no JSON is a warning or a crash of Node.js.
    if (!line.startsWith('{"level":30')) failures.push(line);
  });
  const [first] = await once(said, 'line');
  const { port } = JSON.parse(first);

  const ask = async (fields) => {
    const body = new URLSearchParams({ out: 'xjson', ...fields });
    const response = await fetch(`http://127.0.0.1:${String(port)}/billmgr`, {
      method: 'POST',
      body,
      headers: { 'X-Forwarded-For': '192.0.2.1' },
    });
    return (await response.json()).doc;
  };
  const logIn = async (username) => (await ask({ func: 'auth', username, password: PASSWORD })).auth.$;

  return {
    port,
    failures,
    /** Whether it runs. */
    lives: () => child.exitCode === null && child.signalCode === null,
    /** The memory it holds, in bytes. */
    memory: () =>
      Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(child.pid)}/status`, 'utf8'))[1]) * 1024,
    ask,
    /** Sessions of the staff and of a client, made anew: requests end them, too. */
    async sessions() {
      await ask({ func: 'register', sok: 'ok', email: 'client@fuzz.example', passwd: PASSWORD });
      const auth = await logIn('provider@fuzz.example');
      await ask({
        func: 'referralprogram.edit',
        sok: 'ok',
        auth,
        name: 'Fuzz',
        url: 'https://site.com/',
        assign_by_default: 'on',
      });
      return [auth, await logIn('client@fuzz.example').catch(() => auth)];
    },
    audit: () => billref('audit'),
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
