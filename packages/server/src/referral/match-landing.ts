import { isPartnerId, partnerOf, websiteOf } from '@billref/protocol';

/** What a request says of the page a visitor landed on. */
export interface Landing {
  /** The address the site sent as `p`, in the form that Website URLs are compared with, without `from`. */
  readonly website: string;
  readonly host: string;
  readonly partner: number | undefined;
}

/** A parameter of the click that cannot be read. */
export interface BadLanding {
  readonly malformed: 'p' | 'from';
}

/**
 * Reads `p`. The partner is the `from` in it; where there is none, the one in a `Referer` of the same origin, for
 * pages that clear the query before they send it.
 */
export function readLanding(p: string, referer: string | undefined): Landing | BadLanding {
  const address = httpAddress(p);
  if (address === undefined) return { malformed: 'p' };
  const from = partnerOf(address);
  if (from !== undefined && !isPartnerId(from)) return { malformed: 'from' };
  const partner = from ?? partnerOfReferer(referer, address.origin);
  return {
    website: websiteOf(address),
    host: address.host,
    partner: partner === undefined ? undefined : Number(partner),
  };
}

function partnerOfReferer(referer: string | undefined, origin: string): string | undefined {
  const page = httpAddress(referer ?? '');
  if (page?.origin !== origin) return undefined;
  const from = partnerOf(page);
  return from !== undefined && isPartnerId(from) ? from : undefined;
}

function httpAddress(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) ? url : undefined;
}

/** A program whose Website URL is the landing's. */
export interface ProgramOfSite {
  readonly id: number;
  readonly project: number;
  /** Whether the day lies between its dates. */
  readonly open: boolean;
  /** Whether the landing's partner takes part in it. */
  readonly enrolled: boolean;
}

/** What becomes of a click. */
export type Match =
  | { readonly kind: 'partner'; readonly partner: number; readonly program: number; readonly project: number }
  /** Kept for a partner that the registration may still name; it gets its program there. */
  | { readonly kind: 'no-partner'; readonly project: number }
  | { readonly kind: 'refused'; readonly reason: RefusedReason };

/**
 * `url-mismatch`: no program has this Website URL. `program-closed`: those that have it have not begun or are over.
 * `unknown-partner`: the partner takes part in none of them.
 */
export type RefusedReason = 'url-mismatch' | 'program-closed' | 'unknown-partner';

/**
 * Matches a landing with the programs of its Website URL, the earliest first: the first open one in which the partner
 * takes part counts.
 */
export function matchLanding(partner: number | undefined, programs: readonly ProgramOfSite[]): Match {
  if (programs.length === 0) return { kind: 'refused', reason: 'url-mismatch' };
  const open = programs.filter((program) => program.open);
  const [first] = open;
  if (first === undefined) return { kind: 'refused', reason: 'program-closed' };
  if (partner === undefined) return { kind: 'no-partner', project: first.project };
  const program = open.find(({ enrolled }) => enrolled);
  if (program === undefined) return { kind: 'refused', reason: 'unknown-partner' };
  return { kind: 'partner', partner, program: program.id, project: program.project };
}
