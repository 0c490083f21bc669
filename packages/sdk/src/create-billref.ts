import { decorateAddress } from './decorate.ts';
import { readLanding } from './landing.ts';
import { attempt } from './lib/attempt.ts';
import { type BillrefOptions, readOptions } from './options.ts';
import { registerClick } from './register-click.ts';
import { heldClick, heldId, isKnown, remember } from './remember.ts';
import type { Status } from './status.ts';
import { watchLinks } from './watch-links.ts';

/** The referral of this page's visitor. Nothing here throws. */
export interface Billref {
  /** What became of the referral: settles in any case, at the latest when the request's ten seconds are over. */
  readonly ready: Promise<Status>;
  /** The click id that links to billing carry now; `undefined` if none is held. */
  clickId(): string | undefined;
  /**
   * An address as the visitor should use it: with the click if it leads to billing, the rest of it byte for byte;
   * otherwise, and if nothing is held, as it is. Links in the page need no call, they are seen to when used.
   */
  decorate(url: string | URL): string;
  /**
   * Goes to a page of billing with the click.
   *
   * @param url `billingUrl` by default
   */
  go(url?: string | URL): void;
}

/**
 * Carries a referral from this page to billing: registers the click if a partner's link led here, keeps its id, and
 * adds it to every link to billing at the moment the visitor uses it.
 *
 * @param options see {@link BillrefOptions}; one that is not valid is named in a warning and its default used
 */
export function createBillref(options: BillrefOptions): Billref {
  const settings = readOptions(options);
  const billing = typeof document === 'undefined' ? undefined : settings._billing;

  /** The partner of this landing, from its beginning until the platform has answered. */
  let unanswered: string | undefined;

  const decorate = (url: string | URL): string =>
    billing ? decorateAddress(String(url), billing, { cntid: heldId(), from: unanswered }) : String(url);

  const land = async (): Promise<Status> => {
    if (!billing) return { status: 'inert' };
    watchLinks(decorate);

    const landing = readLanding(settings);
    if (landing === 'malformed-from') return { status: 'rejected', reason: landing };
    const before = heldClick();
    if (!landing || (before && isKnown(before, landing))) {
      const clickId = heldId();
      return clickId ? { status: 'cached', clickId } : { status: 'no-referral' };
    }

    // The held click of another partner came first and wins, an id that is not ours does not count as a click of
    // anybody's: the vendor's script registers one for every visitor (seed 000).
    if (!before) unanswered = landing.partner;
    const answer = await registerClick(billing, landing);
    if (answer.status !== 'failed') unanswered = undefined;
    if (answer.status !== 'registered') return answer;
    // Read again: another tab may have been first.
    const first = heldClick();
    if (first) {
      remember({ ...first, later: landing });
      return { ...answer, clickId: first.id };
    }
    remember({ id: answer.clickId, at: Date.now(), ...landing });
    return answer;
  };

  return {
    ready: land(),
    clickId: () => (billing ? heldId() : undefined),
    decorate,
    go: (url = billing) => {
      attempt(() => {
        if (url) location.assign(decorate(url));
      });
    },
  };
}
