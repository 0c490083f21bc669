import { parseArgs } from 'node:util';

/**
 * How many requests are sent, and what they are made of: a seed that nobody has chosen, if none is given.
 *
 * @returns {{ seed: number, requests: number }}
 * @throws RangeError naming the argument that is not valid
 */
export function readArguments(args) {
  const { values } = parseArgs({
    args,
    options: { seed: { type: 'string' }, requests: { type: 'string', default: '20000' } },
  });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const requests = Number(values.requests);
  if (!Number.isInteger(seed)) throw new RangeError(`--seed ${values.seed} is no whole number`);
  if (!Number.isInteger(requests) || requests < 1)
    throw new RangeError(`--requests ${values.requests} is no number of requests`);
  return { seed, requests };
}
