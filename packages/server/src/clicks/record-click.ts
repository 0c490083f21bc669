import type { Call } from '../call/declare.ts';
import { PlatformError } from '../call/platform-error.ts';
import { tooMany } from '../call/too-many.ts';
import { queryOf } from '../log/query.ts';
import { readLanding } from '../referral/match-landing.ts';
import { nearestProgram } from '../store/programs.ts';
import { keepRefusal } from '../store/refusals.ts';
import type { ClickMethod } from '../store/schema.ts';
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
export type Clicking = Pick<Call, 'store' | 'logs' | 'clickLimits' | 'network' | 'now' | 'referer'>;

const CLICKS_OF_ADDRESS = { en: 'too many clicks from this address', ru: 'слишком много переходов с этого адреса' };
const CLICKS_OF_PROGRAM = { en: 'too many clicks of this program', ru: 'слишком много переходов по этой программе' };

/** Matches a landing, stores its click or why there is none, and writes to `counter.log` what became of it. */
export async function recordClick(
  { store, logs, clickLimits, network, now, referer }: Clicking,
  { p, nonce, method }: { p: string; nonce?: string | undefined; method: ClickMethod },
): Promise<ClickOutcome> {
  const log = (outcome: Record<string, string | number>): void => {
    logs.counter.write(queryOf({ func: 'referralprogram.registerclick', method, p, ...outcome }));
  };
  const landing = readLanding(p, referer);
  if ('malformed' in landing) {
    log({ error: `malformed ${landing.malformed}` });
    throw new PlatformError(
      'value',
      landing.malformed,
      landing.malformed === 'p'
        ? { en: `'p' must be an http or https address`, ru: `'p' должен быть адресом http или https` }
        : {
            en: `'from' must be a partner's id, a positive whole number`,
            ru: `'from' должен быть кодом партнёра, целым положительным числом`,
          },
      p,
    );
  }
  const wait = clickLimits.ofAddress(network, now);
  if (wait !== undefined) throw tooMany(CLICKS_OF_ADDRESS, wait);
  const { partner, host } = landing;
  const count = (program: number): number | undefined => clickLimits.ofProgram(program, now);
  const stored = await storeLanding(store, { ...landing, method, nonce, now, count });
  if (stored.kind === 'too-many') throw tooMany(CLICKS_OF_PROGRAM, stored.wait);
  if (stored.kind === 'refused') {
    const { reason } = stored;
    const near = reason === 'url-mismatch' ? await nearestProgram(store, host) : undefined;
    const nearest = near?.url;
    await keepRefusal(store, {
      project: stored.project ?? near?.project,
      partner: partner ?? null,
      site: landing.website,
      reason,
      url: nearest ?? null,
      cdate: now,
    });
    log({ refused: reason, ...(partner !== undefined && { from: partner }), ...(nearest && { url: nearest }) });
    return { reason, nearest };
  }
  const { cntid, partner: from, program } = stored;
  log({ cntid, ...(from !== null && { from }), ...(program !== null && { referralprogram: program }) });
  return { cntid };
}
