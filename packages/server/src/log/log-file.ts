import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type Level, platformLine } from './platform-line.ts';
import type { Query } from './query.ts';

/** So many bytes of lines wait for the file before who writes is asked to wait, too. */
const ROOM = 256 * 1024;

/** After so many milliseconds a file that could not be written is opened again. */
const AGAIN = 1_000;

/** A log of the platform's that is appended to: `counter.log`, `billmaintain.log`. */
export interface LogFile {
  write(query: Query, level?: Level): void;
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
  let opened = 0;
  const open = (): WriteStream => {
    opened = performance.now();
    return (
      createWriteStream(join(folder, name), { flags: 'a', highWaterMark: ROOM })
        // A log that cannot be written, on a full disk, must not take the clicks down with it.
        .on('error', (error) => {
          process.emitWarning(`${name} cannot be written: ${error.message}`);
        })
    );
  };
  let stream = open();
  let sequence = 0;
  // What is written in one go goes to the file in one: a run writes thousands of lines. Each becomes bytes at once, which
  // takes a third of the time of making one long text of all.
  let room = Buffer.alloc(0);
  let used = 0;
  const flush = (): void => {
    if (stream.destroyed && performance.now() - opened > AGAIN) {
      stream = open();
      // The last line may have come to its middle.
      stream.write('\n');
    }
    // What cannot be written is lost.
    if (used > 0 && !stream.destroyed) stream.write(room.subarray(0, used));
    room = room.subarray(used);
    used = 0;
  };
  return {
    write(query, level = 'INFO') {
      sequence += 1;
      const line = platformLine({ time: Date.now(), sequence, module, level, what }, query);
      if (used + line.length > room.length) {
        flush();
        room = Buffer.allocUnsafe(Math.max(ROOM, line.length));
      }
      if (used === 0) queueMicrotask(flush);
      // All that is not ASCII is encoded.
      used += room.write(line, used, 'latin1');
    },
    async written() {
      flush();
      // A stream that has failed drains no more.
      if (!stream.writableNeedDrain || stream.destroyed) return;
      const over = new AbortController();
      await Promise.race(['drain', 'close'].map((event) => once(stream, event, over))).catch(() => undefined);
      over.abort();
    },
    async close() {
      flush();
      stream.end();
      // What went wrong has been told.
      await finished(stream).catch(() => undefined);
    },
  };
}
