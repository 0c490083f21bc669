/**
 * What became of a visit:
 *
 * - `registered`: the visitor landed by a partner's link and the platform knows the click. `clickId` is what links to
 *   billing carry: the id of this click, or, where another partner's click came first, of that one.
 * - `cached`: an id from an earlier page is held; nothing was sent.
 * - `no-referral`: no partner's link and no id; nothing was sent, nothing is stored, links stay as they are.
 * - `rejected`: the platform, or already the SDK, refused the click. `reason` is the platform's `url-mismatch`,
 *   `unknown-partner`, `program-closed`, or the parameter it could not read; `malformed-from` if the address names no
 *   partner.
 * - `failed`: no answer that counts. `reason` is `network`, `timeout`, `http` (a status that is no success), `answer`
 *   (not what the platform answers), or `options` (there is no valid billing URL). Links carry the partner meanwhile.
 */
export type Status =
  | { readonly status: 'registered'; readonly clickId: string; readonly partner: string }
  | { readonly status: 'cached'; readonly clickId: string }
  | { readonly status: 'no-referral' }
  | { readonly status: 'rejected'; readonly reason: string }
  | { readonly status: 'failed'; readonly reason: 'network' | 'timeout' | 'http' | 'answer' | 'options' };
