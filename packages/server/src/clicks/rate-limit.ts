/** How often something may happen to each of many, in this process alone. */
export interface RateLimit {
  /** How long it has to wait, in milliseconds; nothing if it may happen now. It counts nothing. */
  readonly wait: (key: string | number, now: number) => number | undefined;
  /** Counts that it happens. */
  readonly count: (key: string | number, now: number) => void;
  /** How many are remembered. */
  readonly size: () => number;
}

const MINUTE = 60_000_000;

/** How many of the last minute are remembered before the older ones are forgotten: some 20 MB. */
const MOST_KEYS = 100_000;

/**
 * So many a minute, which may come at once, and after that one whenever its share of the minute has passed: a GCRA, in
 * whole microseconds, so that it is exact. Of each key it keeps one number: when its minute is unused again.
 *
 * What was unused for a minute needs no memory, and is dropped a map at a time. Where more keys than that come within the
 * minute, the oldest begin anew.
 *
 * @param most a minute; of 0 there is no limit
 */
export function newRateLimit(most: number, { mostKeys = MOST_KEYS }: { mostKeys?: number } = {}): RateLimit {
  if (most === 0) return { wait: () => undefined, count: () => undefined, size: () => 0 };
  const share = Math.ceil(MINUTE / most);
  const whole = most * share;
  let recent = new Map<string | number, number>();
  let older = new Map<string | number, number>();
  let since = 0;

  const unusedAt = (key: string | number, at: number): number => {
    const kept = recent.get(key) ?? older.get(key) ?? at;
    // Of more than a minute ahead only a clock can have said that which has been set back: nobody waits for it to catch up.
    return kept < at || kept > at + whole ? at : kept;
  };

  return {
    wait(key, now) {
      const at = now * 1000;
      const early = unusedAt(key, at) - at - (whole - share);
      return early > 0 ? Math.ceil(early / 1000) : undefined;
    },
    count(key, now) {
      const at = now * 1000;
      const unused = unusedAt(key, at) + share;
      if (recent.size >= mostKeys || Math.abs(at - since) > whole) {
        older = recent;
        recent = new Map();
        since = at;
      }
      recent.set(key, unused);
    },
    size: () => recent.size + older.size,
  };
}
