import { isClickId } from '@billref/protocol';
import { COOKIE, VENDOR_KEY } from './features.ts';
import { explain } from './lib/explain.ts';
import { cookieDomain, isLast, windowDays } from './options.ts';
import { attempt } from './lib/attempt.ts';
import { refusal } from './refusal.ts';

/**
 * A landing of this visitor, and the click that the platform made of it. An id that the vendor's script left has
 * neither landing nor partner. The names are short because all of them travel in a cookie too.
 */
export interface Click {
  /** The partner, `from`. */
  readonly f?: string;
  /** The landing, as the platform is told it. */
  readonly p?: string;
  /** A nonce, stored before the request and sent with every attempt, so that all of them are one click. */
  readonly n?: string;
  /** When it was stored, in milliseconds since 1970. */
  t: number;
  /** The click id. Without one the landing waits to be registered. */
  id?: string | undefined;
}

/** localStorage, or for this page alone what stands in for it. */
let store: Record<string, unknown> = {};

/**
 * Opens localStorage, which in some WebViews is null.
 *
 * @throws at its mere mention, in a sandboxed frame or where the browser blocks site data
 */
export const openStore = (): unknown => (store = localStorage ?? store);

/** The click of the same partner and landing. */
export const findClick = (clicks: readonly Click[], { f, p }: Partial<Click>): Click | undefined =>
  clicks.find((one) => one.f === f && one.p === p);

/**
 * The visitor's clicks that are not older than the window. The first of them is the one that counts: the earliest or
 * the latest, as the site wants it. An id that the vendor's script left is dated by when it is first seen.
 */
export function recall(): Click[] {
  const now = Date.now();
  const stored = [
    COOKIE
      ? attempt(
          () =>
            JSON.parse(
              decodeURIComponent((/(^| )billref=([^;]*)/.exec(document.cookie) as RegExpExecArray)[2] as string),
            ) as Click[],
        )
      : undefined,
    attempt(() => JSON.parse(store.billref as string) as Click[]),
  ]
    .flat()
    // What others wrote there may be anything.
    .filter((one) => one) as Click[];
  const id = store.bill_cntid as string | undefined;
  if (VENDOR_KEY && id && !stored.some((one) => one.id === id)) stored.push({ id, t: now });
  // Without an id it is `undefined` that is checked, and has the form of one.
  return stored
    .filter((one) => one.t > now - windowDays * 864e5 && isClickId(one.id as string) && findClick(stored, one) === one)
    .sort((a, b) => (isLast ? b.t - a.t : +!a.id - +!b.id || a.t - b.t));
}

/**
 * Stores the visitor's clicks in place of those that were; none deletes everything. The bare id of the first lies under
 * the vendor's key (seed 000): a site that switches, either way, keeps its visitors' clicks.
 */
export function remember(clicks: readonly Click[]): void {
  const json = JSON.stringify(clicks);
  explain('keeps', clicks);
  const cookie = `billref=${encodeURIComponent(json)}`;
  attempt(() => {
    if (!(store.billref = clicks[0] && json)) delete store.billref;
    if (VENDOR_KEY && !(store.bill_cntid = clicks[0]?.id)) delete store.bill_cntid;
  });
  if (COOKIE && (cookieDomain || !store.clear || store.billref !== json))
    attempt(
      // About a year, the longest that browsers allow; what is kept knows by itself when it is too old.
      () =>
        document.cookie.includes(cookie) ||
        (document.cookie = `${cookie};path=/;max-age=${clicks.length * 3e7};domain=${cookieDomain ?? ''}`),
    );
}

/** The click that counts, if one may be used. */
export const claim = (): Partial<Click> => (!refusal && recall()[0]) || {};
