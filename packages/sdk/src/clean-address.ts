/**
 * Takes a partner's `from` out of the address bar; all else in it, and what a router keeps in the state, stay. For
 * pages whose address visitors pass on. After registration, so that a reload of a page that could not register still
 * knows the partner:
 *
 * ```js
 * import { cleanAddress } from '@billref/sdk/clean-address';
 *
 * addEventListener('billref:registered', cleanAddress);
 * // A later visit by the same link.
 * addEventListener('billref:cached', cleanAddress);
 * ```
 */
export function cleanAddress(): void {
  const address = location.href.replace(
    /([?&])(?:from=[1-9]\d{0,14}(?![^&#])(&?))+/,
    (_, sign: string, more: string) => more && sign,
  );
  try {
    if (address !== location.href) history.replaceState(history.state, '', address);
  } catch {
    // A sandboxed page may not change its address.
  }
}
