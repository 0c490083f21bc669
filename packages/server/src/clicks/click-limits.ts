import { newRateLimit } from './rate-limit.ts';

/** Clicks a minute, in one process; 0 is no limit. */
export interface ClicksPerMinute {
  readonly ofAddress: number;
  readonly ofProgram: number;
}

/** Counts a click, if it may be made: else it says how long to wait, in milliseconds, and counts nothing. */
type Count<Key> = (key: Key, now: number) => number | undefined;

/** Limits of clicks. */
export interface ClickLimits {
  /** Of whose address it comes from, by `networkAsking`: it is asked first, and costs nothing of the database. */
  readonly ofAddress: Count<string>;
  /** Of the program that a click belongs to. */
  readonly ofProgram: Count<number>;
}

/**
 * The limits of a process. They are kept in its memory and not shared: what they hold off is a flood, and that must cost
 * no write. A click that is refused to its address takes nothing of its program's share: one address alone keeps nobody
 * else out.
 */
export const newClickLimits = ({ ofAddress, ofProgram }: ClicksPerMinute): ClickLimits => ({
  ofAddress: counting(ofAddress),
  ofProgram: counting(ofProgram),
});

/** Nothing is limited. */
export const NO_LIMITS: ClickLimits = { ofAddress: () => undefined, ofProgram: () => undefined };

function counting<Key extends string | number>(most: number): Count<Key> {
  const limit = newRateLimit(most);
  return (key, now) => {
    const wait = limit.wait(key, now);
    if (wait === undefined) limit.count(key, now);
    return wait;
  };
}
