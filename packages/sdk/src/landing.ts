import { partnerOf } from '@billref/protocol';

/** A page that was opened by a partner's link. */
export interface Landing {
  readonly url: URL;
  /** What the link's `from` says, be it a partner or not. */
  readonly partner: string;
}

/**
 * The landing of this page, if it has one. A router may have taken the query away before a script that loads late runs;
 * the navigation entry still has the address the visitor came by.
 */
export function findLanding(): Landing | undefined {
  for (const address of [location.href, performance.getEntriesByType('navigation')[0]?.name]) {
    if (!address) continue;
    const url = new URL(address);
    const partner = partnerOf(url);
    if (partner !== undefined) return { url, partner };
  }
  return undefined;
}
