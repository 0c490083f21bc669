import type { LandingMode } from '@billref/protocol';

/** How the SDK is set up; the script tag's `data-` attributes have the same names with dashes. */
export interface BillrefOptions {
  /** The address of the billing platform, such as `https://bill.example.com/billmgr`. */
  readonly billingUrl: string;
  /** The Website URL of the referral program; by default the page's origin and `/`. */
  readonly siteUrl?: string | undefined;
  /** What is sent as the landing page's address; `referral` by default. See `LandingMode`. */
  readonly mode?: LandingMode | undefined;
}

/** The options after every doubt. */
export interface Settings {
  /** Absent if there is no valid billing URL; then nothing can be done. */
  readonly billing: URL | undefined;
  readonly website: URL | undefined;
  readonly mode: LandingMode | undefined;
}

/** Reads the options. One that is not valid is named once on the console, and its default is used. */
export function readOptions({ billingUrl, siteUrl, mode }: BillrefOptions): Settings {
  const billing = httpUrl(billingUrl);
  if (!billing) warn('billingUrl', billingUrl);
  const website = siteUrl ? httpUrl(siteUrl) : undefined;
  if (siteUrl && !website) warn('siteUrl', siteUrl);
  const known = !mode || typeof mode === 'function' || /^(referral|origin|exact)$/.test(mode);
  if (!known) warn('mode', mode);
  return { billing, website, mode: known ? mode || undefined : undefined };
}

function httpUrl(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

function warn(option: string, value: unknown): void {
  console.warn(`billref: ${option} is not valid:`, value);
}
