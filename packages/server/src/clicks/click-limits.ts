import { newRateLimit } from './rate-limit.ts';

/** Clicks a minute, in one process; 0 is no limit. */
export interface ClickLimits {
  readonly ofAddress: number;
  readonly ofProgram: number;
}

/**
 * Counts a click, if it may be made.
 *
 * @param network whose address it comes from, by `networkAsking`
 * @param program the one it belongs to, if it belongs to one
 * @param now milliseconds since 1970, whole ones
 * @returns nothing if it may be made; else how long to wait, in milliseconds, and nothing is counted
 */
export type MayClick = (network: string, program: number | undefined, now: number) => number | undefined;

/**
 * The limits of a process. They are kept in its memory and not shared: what they hold off is a flood, and that must cost
 * no write. A click that is refused takes nothing of its program's share: one address alone keeps nobody else out.
 */
export function newClickLimits({ ofAddress, ofProgram }: ClickLimits): MayClick {
  const [addresses, programs] = [newRateLimit(ofAddress), newRateLimit(ofProgram)];
  return (network, program, now) => {
    const wait = addresses.wait(network, now) ?? (program === undefined ? undefined : programs.wait(program, now));
    if (wait !== undefined) return wait;
    addresses.count(network, now);
    if (program !== undefined) programs.count(program, now);
    return undefined;
  };
}
