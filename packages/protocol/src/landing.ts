import { referralLink } from './referral-link.ts';

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
 * @param partner who brought them, the `from` of the landing. Used by `referral` only.
 * @param mode see {@link LandingMode}; `referral` by default
 * @param website the program's Website URL; by default the landing's origin and `/`. Used by `referral` only.
 */
export const normalizeLanding = (
  landing: URL,
  partner: string,
  mode?: LandingMode,
  website = `${landing.origin}/`,
): string =>
  typeof mode === 'function'
    ? mode(landing)
    : mode === 'origin'
      ? `${landing.origin}/`
      : mode === 'exact'
        ? landing.origin + landing.pathname + landing.search
        : referralLink(website, partner);
