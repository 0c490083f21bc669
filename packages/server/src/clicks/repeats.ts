/** In milliseconds: who clicks again on another day comes again. */
const DAY = 86_400_000;

/** So many visitors are remembered before the earlier ones are forgotten: some 20 MB. */
const MOST = 100_000;

/** The first clicks of visitors, as far as they are remembered. */
export interface Repeats {
  /** The first click of a visitor in the last 24 hours. */
  readonly firstOf: (visitor: string, now: number) => string | undefined;
  readonly remember: (visitor: string, click: string, now: number) => void;
}

/**
 * Remembers who has clicked, in the memory of this process. Nothing depends on it but a mark for the statistics: behind
 * one address are many people, each of whom gets a click.
 */
export function newRepeats(most = MOST): Repeats {
  // Two maps, of which the older one is dropped when the newer one is full.
  let recent = new Map<string, { click: string; since: number }>();
  let older: typeof recent = new Map();
  return {
    firstOf(visitor, now) {
      const first = recent.get(visitor) ?? older.get(visitor);
      return first !== undefined && now - first.since < DAY ? first.click : undefined;
    },
    remember(visitor, click, now) {
      if (recent.size >= most / 2) {
        older = recent;
        recent = new Map();
      }
      recent.set(visitor, { click, since: now });
    },
  };
}
