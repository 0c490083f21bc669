import type { Query } from './query.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** How much a line matters. Who wants to see each decision of a run asks for those that say `DEBUG`. */
export type Level = 'INFO' | 'DEBUG';

/**
 * A line as the platform writes it (seed 000): `Aug 1 12:00:47 [134624:19] core_module INFO Request
 * [billmaintain][root] 'func=…&out=xml&…'`.
 *
 * @param time milliseconds
 */
export const platformLine = (
  {
    time,
    sequence,
    module,
    level = 'INFO',
    what,
  }: { time: number; sequence: number; module: string; level?: Level; what: string },
  query: Query,
): string => `${stampOf(time)} [${PROCESS}:${String(sequence)}] ${module} ${level} ${what} '${query}'\n`;

// A run writes tens of thousands of lines a second: what takes time is done once.

const PROCESS = String(process.pid);

/** The stamp of a second. */
const last = { second: NaN, stamp: '' };

function stampOf(time: number): string {
  const second = Math.floor(time / 1000);
  if (second !== last.second) {
    const date = new Date(time);
    const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'));
    last.stamp = `${MONTHS[date.getMonth()] ?? ''} ${String(date.getDate())} ${clock.join(':')}`;
    last.second = second;
  }
  return last.stamp;
}
