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
 * - `failed`: the platform gave no usable answer. Links carry an earlier click if one is held; unless that is a click
 *   of another partner, they carry `from=<partner>`.
 * - `inert`: there is no valid `billingUrl`, or no browser (server-side rendering). Nothing was done.
 */
export type Status =
  | { readonly status: 'registered'; readonly clickId: string; readonly partner: string }
  | { readonly status: 'cached'; readonly clickId: string }
  | { readonly status: 'no-referral' }
  | { readonly status: 'rejected'; readonly reason: RejectedReason }
  | { readonly status: 'failed'; readonly reason: FailedReason }
  | { readonly status: 'inert' };

/**
 * Why a click was refused.
 *
 * - `malformed-from`: the `from` of the landing is no partner's id; nothing was sent;
 * - `unknown-partner`: the partner takes part in no program of this site;
 * - `url-mismatch`: no program has this site as its Website URL, see `siteUrl` and `mode`;
 * - `program-closed`: the programs of this site have not begun or are over;
 * - any other text is the platform's own; of an error it is `type/object`, such as `value/p`.
 */
export type RejectedReason =
  | 'malformed-from'
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
 * - `http`: an HTTP status other than 2xx;
 * - `answer`: the answer is not the platform's.
 */
export type FailedReason = 'network' | 'timeout' | 'http' | 'answer';
