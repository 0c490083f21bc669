import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { main } from './command.ts';
import { spawnPinned } from './pinned.mjs';

/**
 * Starts `billref serve` at a place, and waits until it listens. It limits clicks only if the place says so: all that are
 * sent come from one address.
 */
export const startServer = ({ env }, processor) =>
  startListening([main, 'serve'], {
    env: { BILLREF_CLICKS_PER_ADDRESS: '0', BILLREF_CLICKS_PER_PROGRAM: '0', ...env },
    processor,
  });

/**
 * Starts a server that tells its port in a line of JSON, as `billref serve` does, and waits for that.
 *
 * @param {string[]} args of Node.js
 * @param {number} [processor] the one it is held on, where that can be
 * @returns its process and port, its origin, since when it listens (milliseconds since 1970), what stops it, and what kills it
 */
export async function startListening(args, { env = {}, processor } = {}) {
  const server = spawnPinned(processor, args, {
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
      ...{ pid: server.pid, port, origin: `http://127.0.0.1:${port}`, since: time },
      stop: async () => {
        if (server.exitCode === null) server.kill('SIGTERM');
        await exited;
      },
      kill: async () => {
        server.kill('SIGKILL');
        await exited;
      },
    };
  }
  throw new Error(`the server did not start:\n${said.join('\n')}`);
}
