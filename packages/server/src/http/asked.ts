import type { IncomingMessage } from 'node:http';
import type { AppOptions } from '../app-options.ts';
import { NO_LIMITS } from '../clicks/click-limits.ts';
import type { Call } from '../call/declare.ts';
import { networkAsking, trustNobody } from './proxies.ts';
import { isThisMachine } from './request.ts';

/** What is known of a call before anybody knows who asks. */
export const askedOf = (
  { store, logs, captcha, publicUrl, trusts = trustNobody, clickLimits = NO_LIMITS, clock = Date.now }: AppOptions,
  called: Pick<Call, 'func' | 'raw' | 'lang' | 'origin' | 'base'>,
  request: IncomingMessage,
): Omit<Call, 'session'> => ({
  ...called,
  store,
  logs,
  clickLimits,
  now: clock(),
  referer: request.headers.referer,
  agent: request.headers['user-agent'],
  network: networkAsking(request, trusts),
  addressInMail: publicUrl !== undefined || isThisMachine(called.origin) ? `${called.origin}${called.base}` : undefined,
  captcha,
});
