import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { spawnPinned } from '../../testing/pinned.mjs';

/** The processor of what is measured, and then that of what measures it. */
export const OF_SERVER = 0;
const OF_LOAD = 1;

/**
 * Sends clicks from a process of its own, as `load.mjs` says.
 *
 * @returns what it tells of them
 * @throws Error if any was not answered with a click id
 */
export async function loadClicks(asked) {
  const child = spawnPinned(OF_LOAD, [join(import.meta.dirname, 'load.mjs'), JSON.stringify(asked)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [told] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (told === '') throw new Error('the clicks could not be sent');
  const { failed, ...result } = JSON.parse(told);
  if (failed > 0) throw new Error(`${failed} clicks, beside ${result.clicks}, were not answered with an id`);
  return result;
}
