import { billing, billingHosts, billingPaths } from './options.ts';
import { FURTHER_ADDRESSES } from './features.ts';

/**
 * Whether an address is billing's: it has the billing URL's host and port, or one of the hosts that are billing's as
 * well. On the page's own host its path must be billing's, or one that redirects there. An address on http
 * is given nothing, unless the billing URL is one.
 */
export function leadsToBilling({ host, hostname, protocol, pathname }: URL): boolean {
  const isBillings = host === (billing as URL).host;
  return (
    ['https:', (billing as URL).protocol].includes(protocol) &&
    (host === location.host
      ? [...(FURTHER_ADDRESSES ? billingPaths : []), isBillings && (billing as URL).pathname].some(
          (path) => path && `${pathname}/`.startsWith(path.replace(/\/*$/, '/')),
        )
      : isBillings ||
        (FURTHER_ADDRESSES &&
          billingHosts.some((one) => one === hostname || hostname.endsWith(one.split(/^\*(?=\.)/)[1] as string))))
  );
}
