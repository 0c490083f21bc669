/** What a link to billing carries: `cntid=…`, or `from=…` while there is no click id. */
export type Carried = `cntid=${string}` | `from=${string}`;

/**
 * A URL with what it is to carry, and not a byte of it changed otherwise.
 *
 * @param written what this page has written into URLs before: it is replaced, whereas a `cntid` or `from` of somebody
 *   else's stays
 */
export function carry(url: string, carried: Carried, written: ReadonlySet<string>): string {
  const hash = url.indexOf('#');
  const address = hash < 0 ? url : url.slice(0, hash);
  const fragment = url.slice(address.length);
  const query = address.indexOf('?');
  const path = query < 0 ? address : address.slice(0, query);
  const parts = query < 0 || query === address.length - 1 ? [] : address.slice(query + 1).split('&');
  const ours = parts.findIndex((part) => written.has(part));
  const name = carried.slice(0, carried.indexOf('=') + 1);
  if (ours >= 0) parts[ours] = carried;
  else if (parts.some((part) => part.startsWith(name))) return url;
  else parts.push(carried);
  return `${path}?${parts.join('&')}${fragment}`;
}

/**
 * Whether an address is billing's: its host and port, and its path too where it shares them with the page. A page that
 * came over https gives nothing away to one that would not.
 */
export function isBilling(url: URL, billing: URL, page: URL | Location): boolean {
  return (
    url.host === billing.host &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && page.protocol !== 'https:')) &&
    (url.host !== page.host || `${url.pathname}/`.startsWith(billing.pathname.replace(/\/*$/, '/')))
  );
}
