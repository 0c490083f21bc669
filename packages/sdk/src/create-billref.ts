import { decorate } from './decorate.ts';
import { report } from './report.ts';
import { CONSENT, TAKE_BACK } from './features.ts';
import { earlierAddresses, pageAddresses } from './landing.ts';
import { attempt } from './lib/attempt.ts';
import { explain } from './lib/explain.ts';
import { billing, type BillrefOptions, readOptions } from './options.ts';
import { begin, end, INERT, refusal } from './refusal.ts';
import { claim, remember } from './remember.ts';
import type { Status } from './status.ts';
import { rewriteLinks } from './use-link.ts';
import { watch } from './watch.ts';
import { unpatch } from './lib/patch.ts';

/** The referral of this page's visitor. Nothing here throws. */
export interface Billref {
  /** What became of the referral of this page: settles in any case, at the latest when the last attempt has ended. */
  readonly ready: Promise<Status>;
  /** The click id that links to billing carry now; `undefined` if none is held. */
  clickId(): string | undefined;
  /**
   * The partner whose click it is, also while the platform has not answered yet; `undefined` if nobody is known, as of
   * an id that the vendor's script left.
   */
  partner(): string | undefined;
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
  /**
   * Says whether the visitor lets the site remember where they came from. `true` registers the landing, `false` deletes
   * what was stored and takes the click out of the links. It is not remembered: each page says it again.
   *
   * @returns what became of the referral
   */
  consent(given: boolean): Promise<Status>;
  /** Ends it: puts back what was patched and the links that were written, and does nothing from now on. */
  destroy(): void;
}

/**
 * Carries a referral from this page to billing: registers the click if a partner's link led here, keeps its id, and
 * adds it to whatever leads to billing at the moment the visitor uses it. A page has one: call it again only after
 * `destroy()`.
 *
 * Each outcome is also an event of `window`, `billref:registered` for the status `registered`, with the status as its
 * `detail`.
 *
 * @param options see {@link BillrefOptions}; one that is not valid is named in a warning and its default used
 */
export function createBillref(options: BillrefOptions): Billref {
  readOptions(options);
  explain('options', options);
  if (billing) attempt(watch);

  return {
    consent(isGiven) {
      if (!CONSENT) return report();
      if (refusal !== INERT) {
        begin(isGiven);
        if (!isGiven) {
          if (TAKE_BACK) rewriteLinks();
          remember([]);
        }
      }
      return report(attempt(() => [...earlierAddresses(), ...pageAddresses()]));
    },
    ready: report(attempt(pageAddresses)),
    decorate,
    clickId: () => claim().id,
    partner: () => claim().f,
    go: (url) => attempt(() => location.assign(decorate(url ?? (billing as URL)))),
    destroy() {
      end();
      if (TAKE_BACK) {
        rewriteLinks();
        unpatch();
      }
    },
  };
}
