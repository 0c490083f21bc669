import { parseArgs } from 'node:util';

/**
 * What is to be measured.
 *
 * @returns {{ connections: number, seconds: number, stored: number, clicks: number }} so many connections for so many
 *   seconds; so many clicks stored before, for what a large table costs; so many clicks for what memory they take
 * @throws Error naming the argument that is not valid
 */
export function readArguments(args) {
  const { values } = parseArgs({
    args,
    options: {
      connections: { type: 'string', default: '500' },
      seconds: { type: 'string', default: '10' },
      stored: { type: 'string', default: '10000000' },
      clicks: { type: 'string', default: '1000000' },
    },
  });
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const number = Number(value);
      if (!Number.isInteger(number) || number < 1) throw new RangeError(`--${name} ${value}: a number from 1 on`);
      return [name, number];
    }),
  );
}
