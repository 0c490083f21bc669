import { makeClickId } from '@billref/protocol';
import { type Landing, type Match, matchLanding, type RefusedReason } from '../referral/match-landing.ts';
import { type NewClick, saveClicks } from '../store/clicks.ts';
import type { Store } from '../store/open.ts';
import { programsOfLandings } from '../store/programs.ts';
import type { ClickMethod } from '../store/schema.ts';
import type { Repeats } from './repeats.ts';

/** A landing that may become a click. */
export interface Arrived extends Landing {
  readonly method: ClickMethod;
  readonly nonce: string | undefined;
  /** Who it may be: the same is sent by the same browser at the same address. */
  readonly visitor: string;
  /** When it came, in milliseconds since 1970. */
  readonly now: number;
  /** Counts it for its program, if it may be stored: else it says how long to wait, in milliseconds. */
  readonly count: (program: number) => number | undefined;
}

/** What became of a landing. */
export type Stored =
  | {
      readonly kind: 'click';
      readonly cntid: string;
      /** By which program it is the partner's; without one a registration may still name both. */
      readonly program: number | null;
      /** Whether it was stored before, by the same nonce. */
      readonly again: boolean;
    }
  | {
      readonly kind: 'refused';
      readonly reason: RefusedReason;
      /** The provider of the program whose Website URL it is. */
      readonly project: number | undefined;
    }
  | { readonly kind: 'too-many'; readonly wait: number };

/**
 * Matches landings with programs and stores the clicks they are, with one statement for the one and one for the other,
 * which is a transaction: once it has returned, all of them have reached the disk.
 *
 * @returns what became of each, in their order
 */
export async function storeLandings(store: Store, repeats: Repeats, landings: readonly Arrived[]): Promise<Stored[]> {
  const programs = await programsOfLandings(store, landings);
  const firsts = new Map<string, string>();
  const judged = landings.map((landing, index) => {
    const ofSite = programs[index] ?? [];
    const match = matchLanding(landing.partner, ofSite);
    if (match.kind === 'refused') return { kind: match.kind, reason: match.reason, project: ofSite[0]?.project };
    const wait = match.kind === 'partner' ? landing.count(match.program) : undefined;
    if (wait !== undefined) return { kind: 'too-many' as const, wait };
    const { visitor, now } = landing;
    const sesid = makeClickId(now);
    const first = repeats.firstOf(visitor, now) ?? firsts.get(visitor);
    if (first === undefined) firsts.set(visitor, sesid);
    return { kind: 'click' as const, landing, click: clickOf(landing, match, { sesid, duplicate_of: first ?? null }) };
  });
  const clicks = judged.flatMap((one) => (one.kind === 'click' ? [one.click] : []));
  const ids = (clicks.length === 0 ? [] : await saveClicks(store, clicks)).values();
  return judged.map((one) => {
    if (one.kind !== 'click') return one;
    const { sesid, referralprogram: program, duplicate_of } = one.click;
    const cntid = ids.next().value ?? sesid;
    if (duplicate_of === null) repeats.remember(one.landing.visitor, cntid, one.landing.now);
    return { kind: one.kind, cntid, program, again: cntid !== sesid };
  });
}

const clickOf = (
  { now, method, website, nonce }: Arrived,
  match: Exclude<Match, { kind: 'refused' }>,
  made: Pick<NewClick, 'sesid' | 'duplicate_of'>,
): NewClick => ({
  ...made,
  method,
  project: match.project,
  referer_account: match.kind === 'partner' ? match.partner : null,
  referralprogram: match.kind === 'partner' ? match.program : null,
  site: website,
  nonce: nonce ?? null,
  cdate: now,
});
