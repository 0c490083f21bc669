/**
 * What became of the referral on this page. A `clickId` is always the one that links to billing carry.
 *
 * - `registered`: the visitor came by the link of `partner`, and the platform has registered the click. Where a click of
 *   another partner, or of another landing, is held, that one stays in use, for the first click wins; this one was
 *   registered so that the platform knows of it.
 * - `cached`: an earlier click is held and stays in use; nothing was sent, for the page was not reached by a partner's
 *   link, or by one that was registered before.
 * - `no-referral`: the page was not reached by a partner's link, and no earlier click is held. Nothing was sent,
 *   nothing is stored, links stay as they are.
 * - `rejected`: the platform refused the click. Links carry an earlier click if one is held, otherwise nothing.
 * - `failed`: the platform gave no usable answer; the click is kept and tried again on the next page. Links carry a click
 *   that has an id if one is held, otherwise `from=<partner>`; with `attribution: 'last'` always the latter.
 * - `automation`: the browser is driven by a program, and the option `automation` does not ask for its clicks.
 * - `consent-needed`: the visitor has not consented, or has said no. Nothing is stored, links stay as they are.
 */
export type Status =
  | { readonly status: 'registered'; readonly clickId: string; readonly partner: string }
  | { readonly status: 'cached'; readonly clickId: string }
  | { readonly status: 'no-referral'; readonly clickId?: undefined }
  | { readonly status: 'rejected'; readonly reason: RejectedReason; readonly clickId?: string | undefined }
  | { readonly status: 'failed'; readonly reason: FailedReason; readonly clickId?: string | undefined }
  | { readonly status: 'automation' }
  | { readonly status: 'consent-needed' };

/**
 * Why a click was refused.
 *
 * - `unknown-partner`: the partner takes part in no program of this site;
 * - `url-mismatch`: no program has this site as its Website URL, see `siteUrl` and `mode`;
 * - `program-closed`: the programs of this site have not begun or are over;
 * - any other text is the platform's own; of an error it is the type, such as `value`.
 */
export type RejectedReason =
  | 'unknown-partner'
  | 'url-mismatch'
  | 'program-closed'
  // Any other, without losing the completion of those above.
  | (string & Record<never, never>);

/**
 * Why there is no usable answer.
 *
 * - `network`: the request did not get through: the platform is down, or the browser, an extension or the page's
 *   Content-Security-Policy blocked it;
 * - `timeout`: no answer within ten seconds;
 * - `http`: an HTTP status other than 2xx, or an answer that is not the platform's;
 * - `inert`: nothing is done, as there is no valid `billingUrl` or no browser (server-side rendering), or `destroy()` was
 *   called.
 */
export type FailedReason = 'network' | 'timeout' | 'http' | 'inert';

/** What became of one click. */
export type Registration = Extract<Status, { status: 'registered' | 'rejected' | 'failed' }>;
