import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { rounded } from '../measured.mjs';

/** Clicks a second, the first of which is what is asked for; the others are for machines that do not come so far. */
const RATES = [500, 250, 100];
/** Milliseconds that a server is warmed up. */
const WARM = 8_000;
/** A server keeps up that answers within so many milliseconds, but for some clicks. */
export const KEEPS_UP = 1000;

/**
 * Sends a server clicks at the highest of the rates at which it keeps up; the lowest, if at none.
 *
 * @returns {Promise<{ perSecond: number, warm: number, stop: () => Promise<[number, number][]> }>} the rate, since when
 *   the server is warm, and what ends the clicks and tells for each when it was due and how long it took
 */
export async function startClicksThatAreAnswered(origin, partners) {
  for (const perSecond of RATES) {
    const begin = Date.now();
    const clicks = startClicks(origin, perSecond, partners);
    await setTimeout(WARM);
    if (perSecond === RATES.at(-1)) return { ...clicks, perSecond, warm: begin + WARM };
    const samples = await clicks.stop();
    // The first ones found a server that was cold.
    if (told(samples, begin + WARM / 2, begin + WARM).p99_ms > KEEPS_UP) continue;
    return { ...startClicks(origin, perSecond, partners), perSecond, warm: Date.now() + 1000 };
  }
}

function startClicks(origin, perSecond, partners) {
  const clicks = fork(join(import.meta.dirname, 'clicks.mjs'), [origin, perSecond, partners].map(String), {
    // JSON knows no infinity.
    serialization: 'advanced',
  });
  return {
    stop: async () => {
      clicks.send('stop');
      const [samples] = await once(clicks, 'message');
      return samples;
    },
  };
}

/** How long those clicks took that were due from one instant to before another. */
export function told(samples, from, to) {
  const times = samples
    .filter(([due]) => from <= due && due < to)
    .map(([, took]) => took)
    .sort((one, other) => one - other);
  const at = (share) => rounded(times[Math.min(times.length - 1, Math.floor(times.length * share))]);
  return {
    clicks: times.length,
    failed: times.filter((time) => time === Infinity).length,
    ...{ p50_ms: at(0.5), p99_ms: at(0.99), longest_ms: at(1) },
  };
}
