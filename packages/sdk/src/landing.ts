import { isPartnerId, normalizeLanding, partnerOf } from '@billref/protocol';
import { attempt } from './lib/attempt.ts';
import { httpUrl } from './lib/http-url.ts';
import { warn } from './lib/warn.ts';
import type { Settings } from './options.ts';

/** A page reached by a partner's link. */
export interface Landing {
  readonly partner: string;
  /** The page's address as the platform is told it. */
  readonly p: string;
}

/**
 * The landing of this page: `undefined` if its address holds no `from`, `malformed-from` if that is no partner's id.
 */
export function readLanding({ _mode, _website }: Settings): Landing | 'malformed-from' | undefined {
  const address = landingAddress([location.href, loadedAddress()]);
  const partner = address && partnerOf(address);
  if (!address || partner === undefined) return undefined;
  if (!isPartnerId(partner)) return 'malformed-from';
  const p = attempt(() => normalizeLanding(address, _mode, _website));
  if (p === undefined) warn('mode', _mode);
  return { partner, p: p ?? normalizeLanding(address, 'referral', _website) };
}

/** The address this page was loaded from. It keeps the query that a router takes out of `location` before we run. */
const loadedAddress = (): string | undefined => attempt(() => performance.getEntriesByType('navigation')[0]?.name);

/**
 * The first address with a partner in its `from`; otherwise the first with any `from`, because routers use that name
 * too (`/login?from=cart`) and must not hide the partner's.
 */
export function landingAddress(addresses: readonly (string | undefined)[]): URL | undefined {
  const urls = addresses.map((address) => httpUrl(address));
  const from = (url: URL | undefined): string | undefined => url && partnerOf(url);
  return urls.find((url) => isPartnerId(from(url) ?? '')) ?? urls.find((url) => from(url) !== undefined);
}
