import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Runs a file of this folder in a process of its own, whose memory is its own too. @returns the JSON of its last line */
export async function inProcess(file, args, env = {}) {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, file), ...args], {
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
