const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** How much a line matters. Who wants to see each decision of a run asks for those that say `DEBUG`. */
export type Level = 'INFO' | 'DEBUG';

/**
 * A line as the platform writes it (seed 000): `Aug 1 12:00:47 [134624:19] core_module INFO Request
 * [billmaintain][root] 'func=…&out=xml&…'`.
 *
 * Every value is percent-encoded, the `-` too as in the seed's sample, so that no address or name a stranger chose can
 * end the line or forge another.
 */
export function platformLine(
  {
    time,
    sequence,
    module,
    level = 'INFO',
    what,
  }: { time: Date; sequence: number; module: string; level?: Level; what: string },
  parameters: Readonly<Record<string, string | number>>,
): string {
  let query = '';
  for (const [name, value] of Object.entries(parameters)) query += `${query && '&'}${name}=${encode(String(value))}`;
  return `${stampOf(time)} [${String(process.pid)}:${String(sequence)}] ${module} ${level} ${what} '${query}'\n`;
}

/** The stamp of a second: a run writes thousands of lines in each. */
const last = { second: NaN, stamp: '' };

function stampOf(time: Date): string {
  const second = Math.floor(time.getTime() / 1000);
  if (second !== last.second) {
    const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0'));
    last.stamp = `${MONTHS[time.getMonth()] ?? ''} ${String(time.getDate())} ${clock.join(':')}`;
    last.second = second;
  }
  return last.stamp;
}

/** Most values are encoded as they are, and to see that takes less time than to encode them. */
const encode = (value: string): string =>
  /^[\w.]*$/.test(value)
    ? value
    : encodeURIComponent(value.toWellFormed()).replaceAll('-', '%2D').replaceAll("'", '%27');
