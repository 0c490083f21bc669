import type { AppOptions } from '../app-options.ts';
import type { Call } from '../call/declare.ts';
import { networkOf } from '../sessions/network.ts';
import { isThisMachine } from './request.ts';

/** Where a request came from, as far as functions know of it. */
interface From {
  readonly ip?: string | undefined;
  readonly headers: { readonly referer?: string | undefined };
}

/** What is known of a call before anybody knows who asks. */
export const askedOf = (
  { store, logs, captcha, publicUrl, clock = Date.now }: AppOptions,
  called: Pick<Call, 'func' | 'raw' | 'lang' | 'origin' | 'base'>,
  { ip, headers }: From,
): Omit<Call, 'session'> => ({
  ...called,
  store,
  logs,
  now: clock(),
  referer: headers.referer,
  network: networkOf(ip),
  addressInMail: publicUrl !== undefined || isThisMachine(called.origin) ? `${called.origin}${called.base}` : undefined,
  captcha,
});
