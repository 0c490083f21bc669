import { parseUrl } from './lib/parse-url.ts';
import { landingPartner, normalizeLanding, referralLink } from '@billref/protocol';
import { DEBUG, MODES } from './features.ts';
import { explain } from './lib/explain.ts';
import { mode, website } from './options.ts';
import { attempt } from './lib/attempt.ts';

/** A page reached by a partner's link. */
export interface Landing {
  /** The partner, `from`. */
  readonly f: string;
  /** The page's address as the platform is told it. */
  readonly p: string;
}

type Address = string | null | undefined;
/** Addresses, and lists of them. */
export type Addresses = readonly (Address | Address[])[];

/** The landing that an address is, if it is one of this site. */
export const landingAt = (address: Address): Landing | undefined => {
  const url = parseUrl(address);
  const f = url?.origin === location.origin && landingPartner(url);
  if (DEBUG && address && !f)
    explain(
      `${address}: no landing, for it is ${url?.origin === location.origin ? 'without a partner' : 'not of this site'}`,
    );
  if (!f) return undefined;
  // A function of the page's that throws is as good as none.
  return {
    f,
    p:
      (MODES && attempt(() => normalizeLanding(url, f, mode, website))) || referralLink(website ?? `${url.origin}/`, f),
  };
};

/** Where this page's landing can be read, the earliest first. */
export const pageAddresses = (): Addresses => [
  // The address this page was loaded from keeps the query that a router takes out of `location` before we run.
  attempt(() => (performance.getEntriesByType('navigation')[0] as PerformanceEntry).name),
  location.href,
];

/** Where the landing of an earlier page of this visit can be read: the tab's history, else the page before; the earliest first. */
export const earlierAddresses = (): Addresses => [
  window.navigation?.entries().map(({ url }) => url),
  document.referrer,
];
