import { parseArgs } from 'node:util';

const KINDS = ['sqlite', 'postgres'];
/** More takes PostgreSQL a quarter of an hour, most of it in the bare insert. */
const USUAL = { sqlite: [10_000, 100_000, 1_000_000], postgres: [10_000, 100_000] };

/**
 * What is to be measured: how many expenses on which database, the fewest first.
 *
 * @returns {{ sqlite?: number[], postgres?: number[] }}
 * @throws Error naming the argument that is not valid
 */
export function readArguments(args) {
  const { values } = parseArgs({ args, options: { sizes: { type: 'string' }, on: { type: 'string' } } });
  const kinds = values.on?.split(',') ?? KINDS;
  for (const kind of kinds)
    if (!KINDS.includes(kind)) throw new RangeError(`--on ${kind}: there are ${KINDS.join(' and ')}`);
  const sizes = values.sizes?.split(',').map(Number);
  if (sizes?.some((size) => !Number.isInteger(size) || size < 1000))
    throw new RangeError(`--sizes ${values.sizes}: numbers of expenses from 1000 on, with commas between them`);
  const inOrder = sizes?.toSorted((one, other) => one - other);
  return Object.fromEntries(kinds.map((kind) => [kind, inOrder ?? USUAL[kind]]));
}
