const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A line as the platform writes it (seed 000): `Aug 1 12:00:47 [134624:19] core_module INFO Request
 * [billmaintain][root] 'func=…&out=xml&…'`.
 *
 * Every value is percent-encoded, the `-` too as in the seed's sample, so that no address or name a stranger chose can
 * end the line or forge another.
 */
export function platformLine(
  { time, sequence, module, what }: { time: Date; sequence: number; module: string; what: string },
  parameters: Readonly<Record<string, string | number>>,
): string {
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0'));
  const stamp = `${MONTHS[time.getMonth()] ?? ''} ${String(time.getDate())} ${clock.join(':')}`;
  const query = Object.entries(parameters)
    .map(([name, value]) => `${name}=${encode(String(value))}`)
    .join('&');
  return `${stamp} [${String(process.pid)}:${String(sequence)}] ${module} INFO ${what} '${query}'\n`;
}

const encode = (value: string): string =>
  encodeURIComponent(value.toWellFormed()).replace(/[-']/g, (sign) => (sign === '-' ? '%2D' : '%27'));
