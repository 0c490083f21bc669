import { hash } from 'node:crypto';
import type { Call } from '../call/declare.ts';
import { PlatformError } from '../call/platform-error.ts';
import { type TooMany, tooMany } from '../call/too-many.ts';
import type { Words } from '../call/words.ts';
import { queryOf } from '../log/query.ts';
import { clicks } from '../metrics/clicks.ts';
import { readLanding } from '../referral/match-landing.ts';
import { nearestProgram } from '../store/programs.ts';
import { keepRefusal } from '../store/refusals.ts';
import type { ClickMethod } from '../store/schema.ts';
import { isBot } from './bots.ts';
import { storeLanding } from './click-batches.ts';

/** Either the id of the click, or why there is none. */
type ClickOutcome =
  | { readonly cntid: string }
  | {
      readonly cntid?: undefined;
      readonly reason: string;
      /** The Website URL of a program on the same host. */
      readonly nearest: string | undefined;
    };

/** What a click needs of its request. */
export type Clicking = Pick<Call, 'store' | 'logs' | 'clickLimits' | 'network' | 'agent' | 'now' | 'referer'>;

const MALFORMED = {
  p: { en: `'p' must be an http or https address`, ru: `'p' должен быть адресом http или https` },
  from: {
    en: `'from' must be a partner's id, a positive whole number`,
    ru: `'from' должен быть кодом партнёра, целым положительным числом`,
  },
};
const CLICKS_OF_ADDRESS = { en: 'too many clicks from this address', ru: 'слишком много переходов с этого адреса' };
const CLICKS_OF_PROGRAM = { en: 'too many clicks of this program', ru: 'слишком много переходов по этой программе' };

/**
 * Matches a landing, stores its click or why there is none, and writes to `counter.log` what became of it.
 *
 * @throws PlatformError `value` of what cannot be read
 * @throws TooMany
 */
export async function recordClick(
  clicking: Clicking,
  { p, nonce, method }: { p: string; nonce?: string | undefined; method: ClickMethod },
): Promise<ClickOutcome> {
  const { store, logs, clickLimits, network, agent, now, referer } = clicking;
  const log = (outcome: Record<string, string | number>): void => {
    logs.counter.write(queryOf({ func: 'referralprogram.registerclick', method, p, ...outcome }));
  };
  // Before anything is logged: an address fills no disk.
  const wait = clickLimits.ofAddress(network, now);
  if (wait !== undefined) throw limited(CLICKS_OF_ADDRESS, wait);
  const landing = readLanding(p, referer);
  if ('malformed' in landing) {
    clicks.inc('malformed');
    log({ error: `malformed ${landing.malformed}` });
    throw new PlatformError('value', landing.malformed, MALFORMED[landing.malformed], p);
  }
  const { website, host, partner } = landing;
  const from = partner === undefined ? {} : { from: partner };
  if (isBot(agent)) {
    clicks.inc('bot');
    log({ refused: 'bot', ...from });
    return { reason: 'bot', nearest: undefined };
  }
  const stored = await storeLanding(store, {
    ...{ website, host, partner, method, nonce, now },
    visitor: hash('sha256', [network, agent, website, partner].join('\n'), 'base64url'),
    count: (program) => clickLimits.ofProgram(program, now),
  }).catch((error: unknown) => {
    clicks.inc('failed');
    throw error;
  });
  if (stored.kind === 'too-many') throw limited(CLICKS_OF_PROGRAM, stored.wait);
  if (stored.kind === 'refused') {
    const { reason } = stored;
    clicks.inc(reason);
    const near = reason === 'url-mismatch' ? await nearestProgram(store, host) : undefined;
    const nearest = near?.url;
    const project = stored.project ?? near?.project;
    await keepRefusal(store, {
      ...{ project, partner: partner ?? null, site: website, reason },
      ...{ url: nearest ?? null, cdate: now },
    });
    log({ refused: reason, ...from, ...(nearest && { url: nearest }) });
    return { reason, nearest };
  }
  const { cntid, program, again } = stored;
  clicks.inc(again ? 'repeated' : 'kept');
  log({ cntid, ...(program !== null && { ...from, referralprogram: program }) });
  return { cntid };
}

function limited(what: Words, wait: number): TooMany {
  clicks.inc('limited');
  return tooMany(what, wait);
}
