import { spawn } from 'node:child_process';
import { environment, root } from './project.mjs';

/** A command could not be started, or ended with another code than 0. */
export class CommandFailed extends Error {
  constructor(command, code, output) {
    super(`${command} ended with ${code}`);
    this.code = code;
    this.output = output;
  }
}

/**
 * Runs a command in the project's environment.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, timeout?: number, cwd?: string, env?: NodeJS.ProcessEnv }} options quiet keeps what it prints and hands it
 *   over at the end, in the error if there is one; after timeout, in milliseconds, the command is ended
 * @returns {Promise<string>} what it printed, if quiet
 */
export function run(command, args, { quiet = false, timeout, cwd = root, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(command, args, { cwd, env: { ...environment, ...env }, stdio, timeout });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    // A terminal's Ctrl-C reaches the child by itself; other signals are for us to pass on. We go when it has gone.
    const pass = (signal) => child.kill(signal);
    const ignore = () => {};
    process.on('SIGTERM', pass).on('SIGINT', ignore);
    const done = () => process.off('SIGTERM', pass).off('SIGINT', ignore);
    child.on('error', (error) => {
      done();
      reject(new CommandFailed(command, error.message, output));
    });
    child.on('close', (code, signal) => {
      done();
      if (code === 0) resolve(output);
      else reject(new CommandFailed(command, code ?? signal, output));
    });
  });
}
