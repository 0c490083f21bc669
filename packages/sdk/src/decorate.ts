import { httpUrl } from './lib/http-url.ts';
import { writeParameters } from './lib/write-parameters.ts';

const written = new Set<string>();

/** An address as a visitor should use it: with the parameters if it leads to billing, otherwise as it is. */
export function decorateAddress(
  address: string,
  billing: URL,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const target = httpUrl(address, document.baseURI);
  return target && isBilling(target, billing, location) ? writeParameters(address, parameters, written) : address;
}

/**
 * Whether an address leads to billing and may be given a click id: it has billing's host and port, on a host shared
 * with the page billing's path as well, and is not less protected than the page.
 */
export function isBilling(target: URL, billing: URL, page: Pick<Location, 'host' | 'protocol'>): boolean {
  if (target.host !== billing.host || (page.protocol === 'https:' && target.protocol !== page.protocol)) return false;
  return target.host !== page.host || `${target.pathname}/`.startsWith(billing.pathname.replace(/\/*$/, '/'));
}
