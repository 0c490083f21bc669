import { makeRewardData } from '../../testing/reward-data.mjs';
import { rounded } from '../measured.mjs';
import { runBesideBare } from './run-beside-bare.mjs';
import { month } from './the-month.mjs';

/** A short run is measured so often, and the middle one told: the machine may be busy for a while. */
const ROUNDS = 3;
const SHORT = 10_000;

/**
 * Measures runs over so many expenses.
 *
 * @param {import('../../testing/places.mjs').Places} places
 * @param {number[]} sizes the smallest first
 * @returns what each took, and how much more an expense takes of one size than of the one before
 */
export async function measureSizes(places, sizes) {
  const bySize = {};
  for (const size of sizes) {
    console.error(`${size} expenses …`);
    const data = await places.make('data');
    await makeRewardData(data, month(size));
    const rounds = [];
    for (let round = 0; round < (size > SHORT ? 1 : ROUNDS); round += 1) rounds.push(await runBesideBare(places, data));
    await places.remove(data);
    bySize[size] = rounds.toSorted((one, other) => one.ratio_bare - other.ratio_bare)[Math.floor(rounds.length / 2)];
  }
  const growth = {};
  for (const [index, size] of sizes.entries()) {
    const before = sizes[index - 1];
    if (before === undefined) continue;
    const each = (of, figure) => bySize[of].run[figure] / of;
    growth[`${size}/${before}`] = {
      seconds: rounded(each(size, 'seconds') / each(before, 'seconds')),
      cpu_seconds: rounded(each(size, 'cpu_seconds') / each(before, 'cpu_seconds')),
    };
  }
  return { sizes: bySize, growth };
}
