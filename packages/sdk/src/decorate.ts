import { DEBUG } from './features.ts';
import { leadsToBilling } from './leads-to-billing.ts';
import { explain } from './lib/explain.ts';
import { parseUrl } from './lib/parse-url.ts';
import { claim } from './remember.ts';

/** What an address was before this page wrote its parameter into it, so that another can take its place. */
const originals = new Map<string, string>();

/**
 * What an address that leads to billing is to carry, fit for a URL: the click id, or, while there is none, the partner
 * (the backend links by the partner alone).
 *
 * @returns no value if there is neither, if somebody else has written one, and for all other addresses
 */
export function parameterFor(address: string | null): readonly [name: string, value: string | false | undefined] {
  const { id, f } = claim();
  const name = id ? 'cntid' : 'from';
  const value = id ?? f;
  const target = value && parseUrl(address, document.baseURI);
  if (DEBUG) explain(`${String(address)}: ${whyDecorated(target || undefined, name, value)}`);
  return [name, target && !target.searchParams.has(name) && leadsToBilling(target) && value];
}

/** For the build that explains itself: what becomes of an address, and why. */
function whyDecorated(target: URL | undefined, name: string, value: string | undefined): string {
  if (!value) return 'left as it is, for there is no click to carry';
  if (!target) return 'left as it is, for it is no address';
  if (target.searchParams.has(name)) return `left as it is, for it has a ${name} already`;
  return leadsToBilling(target) ? `leads to billing, gets ${name}=${value}` : 'left as it is, for it is not billing’s';
}

/**
 * An address as the visitor should use it. The parameter is appended as text, at the end of the query, and the rest
 * stays byte for byte: `searchParams` would rewrite it (`%20` → `+`, `~` → `%7E`, `flag` → `flag=`).
 */
export function decorate(url: string | URL): string {
  const original = originals.get(String(url)) ?? String(url);
  const [name, value] = parameterFor(original);
  if (!value) return original;
  const decorated = original.replace(
    // The query before the fragment, or before the white space that browsers do not count.
    /(\?[^#]*?)?(?=[\0- ]*(#|$))/,
    (query) => `${query}${query ? (/[?&]$/.test(query) ? '' : '&') : '?'}${name}=${value}`,
  );
  originals.set(decorated, original);
  return decorated;
}
