import { partnerOf, referralLink } from './referral-link.ts';

/**
 * What a site sends as `p` when a visitor lands:
 *
 * - `referral`: the program's Website URL with the partner put back, `https://site.com/?from=2`;
 * - `origin`: the landing's origin and `/` alone, as the vendor's sample page sends it, which loses the partner;
 * - `exact`: the landing as it is, without fragment and credentials;
 * - a function: whatever it makes of the landing.
 */
export type LandingMode = 'referral' | 'origin' | 'exact' | ((landing: URL) => string);

/**
 * The address to send as `p` for a landing page.
 *
 * @param landing the address the visitor landed on
 * @param mode see {@link LandingMode}; `referral` by default
 * @param website the program's Website URL; by default the landing's origin and `/`. Used by `referral` only.
 */
export function normalizeLanding(
  landing: URL,
  mode: LandingMode = 'referral',
  website: URL = new URL('/', landing),
): string {
  if (typeof mode === 'function') return mode(landing);
  if (mode === 'origin') return `${landing.origin}/`;
  if (mode === 'exact') return withoutSecrets(landing).href;
  const partner = partnerOf(landing);
  const site = withoutSecrets(website);
  return partner === undefined ? site.href : referralLink(site, partner);
}

function withoutSecrets(address: URL): URL {
  const url = new URL(address);
  url.username = url.password = url.hash = '';
  return url;
}
