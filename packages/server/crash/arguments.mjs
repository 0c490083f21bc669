import { parseArgs } from 'node:util';

/**
 * What the data and the instants are made of, a seed that nobody has chosen if none is given, and how many runs are to be
 * killed on each database.
 *
 * @returns {{ seed: number, kills: number }}
 * @throws Error naming the argument that is not valid
 */
export function readArguments(args) {
  const { values } = parseArgs({
    args,
    options: { seed: { type: 'string' }, kills: { type: 'string', default: '26' } },
  });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const kills = Number(values.kills);
  if (!Number.isInteger(seed)) throw new RangeError(`--seed ${values.seed} is no whole number`);
  if (!Number.isInteger(kills) || kills < 1) throw new RangeError(`--kills ${values.kills} is no number of kills`);
  return { seed, kills };
}
