import type { Call } from '../call/declare.ts';
import { PlatformError } from '../call/platform-error.ts';
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

/** Matches a landing, stores its click or why there is none, and writes to `counter.log` what became of it. */
export async function recordClick(
  { store, logs, now, referer }: Pick<Call, 'store' | 'logs' | 'now' | 'referer'>,
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
  const { partner, host } = landing;
  const stored = await storeLanding(store, { ...landing, method, nonce, now });
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
