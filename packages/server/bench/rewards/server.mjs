import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { main } from '../../testing/command.ts';

/**
 * Starts `billref serve` at a place, and waits until it listens.
 *
 * @returns its origin, since when it listens (milliseconds since 1970), and what stops it
 */
export async function startServer({ env }) {
  const server = spawn(process.execPath, [main, 'serve'], {
    env: { ...process.env, ...env, BILLREF_PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(server, 'exit');
  const said = [];
  for await (const line of createInterface(server.stderr)) {
    said.push(line);
    const { port, time } = JSON.parse(line);
    if (port === undefined) continue;
    server.stderr.resume();
    return {
      origin: `http://127.0.0.1:${port}`,
      since: time,
      stop: async () => {
        if (server.exitCode === null) server.kill('SIGTERM');
        await exited;
      },
    };
  }
  throw new Error(`the server did not start:\n${said.join('\n')}`);
}
