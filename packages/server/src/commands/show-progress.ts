import type { WriteStream } from 'node:tty';

const WIDTH = 30;

/** Draws how far something is into one line of a terminal; where a stream is none, nothing is drawn. */
export function showProgress(stream: Pick<WriteStream, 'isTTY' | 'write'>): {
  /** @param share from 0 to 1 */
  readonly show: (what: string, share: number) => void;
  readonly clear: () => void;
} {
  let shown = '';
  const draw = (line: string): void => {
    if (!stream.isTTY || line === shown) return;
    stream.write(`\r\u001B[K${line}`);
    shown = line;
  };
  return {
    show(what, share) {
      const done = Math.floor(share * WIDTH);
      draw(`${what} [${'#'.repeat(done)}${'.'.repeat(WIDTH - done)}] ${String(Math.floor(share * 100))} %`);
    },
    clear() {
      draw('');
    },
  };
}
