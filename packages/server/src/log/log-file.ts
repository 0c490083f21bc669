import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type Level, platformLine } from './platform-line.ts';

/** A log of the platform's that is appended to: `counter.log`, `billmaintain.log`. */
export interface LogFile {
  write(parameters: Readonly<Record<string, string | number>>, level?: Level): void;
  /** Waits until there is room for more: who writes much must not keep all of it in memory. */
  written(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param module the part of the platform that speaks, `core_module` in seed 000
 * @param what what the line is about, `Request [billmaintain][root]` in seed 000
 */
export function openLogFile(folder: string, name: string, { module, what }: { module: string; what: string }): LogFile {
  mkdirSync(folder, { recursive: true });
  const stream = createWriteStream(join(folder, name), { flags: 'a' });
  // A log that cannot be written, on a full disk, must not take the clicks down with it.
  stream.on('error', (error) => {
    process.emitWarning(`${name} cannot be written: ${error.message}`);
  });
  let sequence = 0;
  return {
    write(parameters, level = 'INFO') {
      sequence += 1;
      stream.write(platformLine({ time: new Date(), sequence, module, level, what }, parameters));
    },
    async written() {
      // A stream that has failed drains no more.
      if (!stream.writableNeedDrain || stream.destroyed) return;
      const over = new AbortController();
      await Promise.race(['drain', 'close'].map((event) => once(stream, event, over))).catch(() => undefined);
      over.abort();
    },
    async close() {
      stream.end();
      // What went wrong has been told.
      await finished(stream).catch(() => undefined);
    },
  };
}
