import type { LandingMode } from '@billref/protocol';
import { httpUrl } from './lib/http-url.ts';
import { warn } from './lib/warn.ts';

/**
 * How a site is set up. On a script tag the options are the attributes `data-billing-url`, `data-site-url` and
 * `data-mode`. One that is not valid is named in a warning on the console, and its default is used.
 */
export interface BillrefOptions {
  /**
   * The address of the billing platform, such as `https://bill.example.com/billmgr`. Clicks are registered there, and
   * links to its host carry the click. Without a valid one nothing is done.
   */
  readonly billingUrl: string | URL;
  /**
   * The referral program's Website URL, exactly as it is set in the program (seed 000).
   *
   * @defaultValue the landing's origin and `/`
   */
  readonly siteUrl?: string | URL | undefined;
  /**
   * What is sent as the landing's address:
   *
   * - `referral`: the Website URL with the partner, `https://site.com/?from=2`;
   * - `origin`: origin and `/` only, as the vendor's sample page does it (seed 000); the platform then learns of the
   *   partner from the `Referer` alone, for which the site must send a `Referrer-Policy` of `unsafe-url` or
   *   `no-referrer-when-downgrade`;
   * - `exact`: the landing as it is, without fragment and credentials;
   * - a function that makes the address of the landing; if it throws, `referral` is used.
   *
   * @defaultValue `'referral'`
   */
  readonly mode?: LandingMode | undefined;
}

/** The options, checked. */
export interface Settings {
  readonly _billing: URL | undefined;
  readonly _website: URL | undefined;
  readonly _mode: LandingMode;
}

/** Checks the options; warns of each that is not valid. */
export function readOptions(options: Partial<BillrefOptions> | null | undefined): Settings {
  const { billingUrl, siteUrl, mode = 'referral' } = options ?? {};
  const billing = httpUrl(billingUrl);
  const website = httpUrl(siteUrl);
  const known = typeof mode === 'function' || ['referral', 'origin', 'exact'].includes(mode);
  if (!billing) warn('billingUrl', billingUrl);
  if (!website && siteUrl !== undefined) warn('siteUrl', siteUrl);
  if (!known) warn('mode', mode);
  return { _billing: billing, _website: website, _mode: known ? mode : 'referral' };
}
