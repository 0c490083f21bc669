import type { IncomingMessage } from 'node:http';
import proxyAddress from 'proxy-addr';
import { networkOf } from '../sessions/network.ts';

/** Whether the proxy at this address is believed what it says of whom it asks for. */
export type Trust = (address: string, hop: number) => boolean;

/** What is believed where nobody has named a proxy. */
export const trustNobody: Trust = () => false;

/**
 * Believes proxies at these addresses.
 *
 * @param proxies addresses, subnets (`10.0.0.0/8`), or `loopback`, `linklocal`, `uniquelocal`
 * @throws TypeError naming one that is none of them
 */
export const trustProxies = (proxies: readonly string[]): Trust => proxyAddress.compile([...proxies]);

/**
 * Whose address asks, as far as limits are concerned: the last one of `X-Forwarded-For` that no trusted proxy has, or
 * that of the connection. It needs nothing of Express.
 */
export const networkAsking = (request: IncomingMessage, trusts: Trust): string =>
  networkOf(proxyAddress(request, trusts));
