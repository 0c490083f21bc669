import { makeClickId } from '@billref/protocol';
import { z } from 'zod';
import { matchLanding, readLanding } from '../referral/match-landing.ts';
import { saveClick } from '../store/clicks.ts';
import { nearestWebsite, programsOfSite } from '../store/programs.ts';
import type { ClickMethod } from '../store/schema.ts';
import { text } from './fields.ts';
import { type Call, declare } from './function.ts';
import { PlatformError } from './platform-error.ts';

/**
 * Registers a click on a partner's link (seed 000): a website calls it when a visitor has landed, and keeps the
 * `cntid` that it answers.
 */
export const registerClick = declare({
  name: 'referralprogram.registerclick',
  access: 'public',
  readableBy: 'anyone',
  parameters: z.object({
    p: text(2048),
    nonce: z
      .string()
      .regex(/^[\w-]{8,64}$/)
      .optional(),
  }),
  async run({ p, nonce }, call) {
    const outcome = await recordClick(call, { p, nonce, method: 'site' });
    if (outcome.cntid !== undefined) return { doc: { children: { cntid: { text: outcome.cntid } } } };
    return {
      doc: {
        children: {
          reason: { text: outcome.reason },
          p: { text: p },
          ...(outcome.nearest !== undefined && { url: { text: outcome.nearest } }),
        },
      },
    };
  },
});

/** Either the id of the click, or why there is none. */
type ClickOutcome =
  | { readonly cntid: string }
  | {
      readonly cntid?: undefined;
      readonly reason: string;
      /** The Website URL of a program on the same host. */
      readonly nearest: string | undefined;
    };

/** Matches a landing, stores its click, and writes to `counter.log` what became of it. */
export async function recordClick(
  { store, logs, now, referer }: Pick<Call, 'store' | 'logs' | 'now' | 'referer'>,
  { p, nonce, method }: { p: string; nonce?: string | undefined; method: ClickMethod },
): Promise<ClickOutcome> {
  const log = (outcome: Record<string, string | number>): void => {
    logs.counter.write({ func: 'referralprogram.registerclick', method, p, ...outcome });
  };
  const landing = readLanding(p, referer);
  if ('malformed' in landing) {
    log({ error: `malformed ${landing.malformed}` });
    throw new PlatformError(
      'value',
      landing.malformed,
      landing.malformed === 'p'
        ? `'p' must be an http or https address`
        : `'from' must be a partner's id, a positive whole number`,
      p,
    );
  }
  const { partner, website, host } = landing;
  const match = matchLanding(partner, await programsOfSite(store, { website, partner, now }));
  if (match.kind === 'refused') {
    const nearest = match.reason === 'url-mismatch' ? await nearestWebsite(store, host) : undefined;
    log({ refused: match.reason, ...(partner !== undefined && { from: partner }), ...(nearest && { url: nearest }) });
    return { reason: match.reason, nearest };
  }
  const cntid = await saveClick(store, {
    sesid: makeClickId(now),
    method,
    project: match.project,
    referer_account: match.kind === 'partner' ? match.partner : null,
    referralprogram: match.kind === 'partner' ? match.program : null,
    site: website,
    nonce: nonce ?? null,
    cdate: now,
  });
  log({ cntid, ...(match.kind === 'partner' && { from: match.partner, referralprogram: match.program }) });
  return { cntid };
}
