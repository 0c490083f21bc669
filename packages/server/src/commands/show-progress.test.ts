import { expect, test } from '@jest/globals';
import { showProgress } from './show-progress.ts';

/** What is drawn into a stream. */
function drawn(isTTY: boolean, shares: readonly number[]): string[] {
  const written: string[] = [];
  const { show, clear } = showProgress({ isTTY, write: (text: string | Uint8Array) => written.push(String(text)) > 0 });
  for (const share of shares) show('rewards', share);
  clear();
  clear();
  return written;
}

test('in a terminal one line tells how far it is, is drawn anew only where it changes, and is gone at last', () => {
  expect(drawn(true, [0, 0.001, 0.5, 1])).toEqual([
    `\r\u001B[Krewards [${'.'.repeat(30)}] 0 %`,
    `\r\u001B[Krewards [${'#'.repeat(15)}${'.'.repeat(15)}] 50 %`,
    `\r\u001B[Krewards [${'#'.repeat(30)}] 100 %`,
    '\r\u001B[K',
  ]);
});

test('where there is no terminal nothing is drawn', () => {
  expect(drawn(false, [0, 0.5, 1])).toEqual([]);
});
