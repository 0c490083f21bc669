import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Whether a process can be held on one processor here: of Linux, where there are two at least. */
export const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Starts Node.js on one processor, where that can be: what is measured, and what measures it, have one each. */
export const spawnPinned = (processor, args, options) =>
  canPin && processor !== undefined
    ? spawn('taskset', ['-c', String(processor), process.execPath, ...args], options)
    : spawn(process.execPath, args, options);
