import { makeClickId } from '@billref/protocol';
import { type Landing, type Match, matchLanding, type RefusedReason } from '../referral/match-landing.ts';
import { type NewClick, saveClicks } from '../store/clicks.ts';
import type { Store } from '../store/open.ts';
import { programsOfLandings } from '../store/programs.ts';
import type { ClickMethod } from '../store/schema.ts';

/** A landing that may become a click. */
export interface Arrived extends Landing {
  readonly method: ClickMethod;
  readonly nonce: string | undefined;
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
      /** The partner whose click it is, and by which program; a registration may still name one. */
      readonly partner: number | null;
      readonly program: number | null;
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
export async function storeLandings(store: Store, landings: readonly Arrived[]): Promise<Stored[]> {
  const programs = await programsOfLandings(store, landings);
  const judged = landings.map((landing, index) => {
    const ofSite = programs[index] ?? [];
    const match = matchLanding(landing.partner, ofSite);
    if (match.kind === 'refused') return { kind: match.kind, reason: match.reason, project: ofSite[0]?.project };
    const wait = match.kind === 'partner' ? landing.count(match.program) : undefined;
    if (wait !== undefined) return { kind: 'too-many' as const, wait };
    return { kind: 'click' as const, click: clickOf(landing, match) };
  });
  const clicks = judged.flatMap((one) => (one.kind === 'click' ? [one.click] : []));
  const ids = (clicks.length === 0 ? [] : await saveClicks(store, clicks)).values();
  return judged.map((one) =>
    one.kind !== 'click'
      ? one
      : {
          kind: one.kind,
          cntid: ids.next().value ?? one.click.sesid,
          partner: one.click.referer_account,
          program: one.click.referralprogram,
        },
  );
}

const clickOf = ({ now, method, website, nonce }: Arrived, match: Exclude<Match, { kind: 'refused' }>): NewClick => ({
  sesid: makeClickId(now),
  method,
  project: match.project,
  referer_account: match.kind === 'partner' ? match.partner : null,
  referralprogram: match.kind === 'partner' ? match.program : null,
  site: website,
  nonce: nonce ?? null,
  cdate: now,
});
