import type { Covers } from '../store/rules.ts';

/** Why a rule does not look at an expense at all: then no run ever judges the two. */
export type Overlooked =
  'other-program' | 'before-joining' | 'before-start' | 'after-end' | 'closed' | 'not-in-force' | 'not-covered';

/** An expense, as far as rules look at it or do not. */
interface Seen {
  readonly cdate: number;
  readonly cday: string;
  /** What it was for, where that is known. */
  readonly pricelist: number | null;
  readonly itemtype: string | null;
  /** The program that the client came by, and when. */
  readonly program: number | null;
  readonly joined: number | null;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly closed: number | null;
}

/**
 * Every reason for which a rule does not look at an expense, as its program stands now; none where it does.
 *
 * @param covers what the version covers that was in force; nothing where none was
 */
export function overlooks(
  { program, covers }: { program: number; covers: Covers | undefined },
  seen: Seen,
): Overlooked[] {
  if (program !== seen.program) return ['other-program'];
  const reasons: readonly (readonly [boolean, Overlooked])[] = [
    [seen.joined !== null && seen.cdate < seen.joined, 'before-joining'],
    [seen.start_date !== null && seen.cday < seen.start_date, 'before-start'],
    [seen.end_date !== null && seen.cday > seen.end_date, 'after-end'],
    [seen.closed !== null && seen.cdate >= seen.closed, 'closed'],
    [covers === undefined, 'not-in-force'],
    [covers !== undefined && !isCovered(covers, seen), 'not-covered'],
  ];
  return reasons.flatMap(([holds, reason]) => (holds ? [reason] : []));
}

function isCovered({ itemtypes, pricelists }: Covers, { pricelist, itemtype }: Seen): boolean {
  if (itemtypes.length === 0 && pricelists.length === 0) return true;
  return itemtypes.some((one) => one === itemtype) || pricelists.some((one) => one === pricelist);
}
