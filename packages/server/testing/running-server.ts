import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll } from '@jest/globals';
import { main } from './command.ts';

/** `billref serve` in a process of its own. */
export interface RunningServer {
  readonly process: ChildProcessByStdio<null, null, Readable>;
  readonly port: number;
  readonly origin: string;
  /** The lines that it has logged by now. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  /** Its code, or the signal that ended it, when it has ended. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Asks it to end, and waits for that. */
  readonly stop: () => Promise<number | NodeJS.Signals>;
}

/** What a test that has failed may have left. */
const started = new Set<RunningServer['process']>();
afterAll(() => {
  for (const server of started) server.kill('SIGKILL');
});

/**
 * Starts a server, on a free port unless one is given, and waits until it listens.
 *
 * @param under a command that starts it
 */
export async function startServer(
  environment: Readonly<Record<string, string | undefined>>,
  under: readonly string[] = [],
): Promise<RunningServer> {
  const [program, ...args] = [...under, process.execPath, main, 'serve'];
  const process_ = spawn(program, args, {
    env: { ...process.env, BILLREF_PORT: '0', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.add(process_);
  const ended = once(process_, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const logged: Record<string, unknown>[] = [];
  const said: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(process_.stderr).on('line', (line) => {
      said.push(line);
      if (!line.startsWith('{')) return;
      const entry = JSON.parse(line) as Record<string, unknown>;
      logged.push(entry);
      if (entry.msg === 'listening') resolve(Number(entry.port));
    });
    void ended.then(() => {
      reject(new Error(`the server did not start:\n${said.join('\n')}`));
    });
  });
  return {
    process: process_,
    port,
    origin: `http://127.0.0.1:${String(port)}`,
    logged,
    ended,
    stop: () => {
      process_.kill('SIGTERM');
      return ended;
    },
  };
}
