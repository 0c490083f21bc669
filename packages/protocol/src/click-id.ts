/**
 * Whether a value can be a click id, ours or the platform's (`1762745305.hvtgBc`, seed 000): 4 to 128 characters
 * that need no encoding in a URL or a cookie.
 */
export const isClickId = (value: string): boolean => /^[\w.~-]{4,128}$/.test(value);

/**
 * A new click id: the Unix time in seconds, a dot, and 128 random bits, because whoever holds the id can claim the
 * visitor for its partner.
 *
 * @param now milliseconds since 1970
 */
export function makeClickId(now: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const random = btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (sign) =>
    sign === '+' ? '-' : sign === '/' ? '_' : '',
  );
  return `${Math.floor(now / 1000)}.${random}`;
}

/** When a click was made, in milliseconds since 1970, by the time its id begins with; `undefined` for a foreign form. */
export function clickIdTime(id: string): number | undefined {
  const seconds = /^(\d{1,12})\./.exec(id)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
