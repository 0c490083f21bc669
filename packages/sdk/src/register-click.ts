import { isClickId } from '@billref/protocol';
import type { Landing } from './landing.ts';
import type { Status } from './status.ts';

const TIME_LIMIT = 10_000;

/** The parts of the platform's answer that say what became of a click, as far as it can be trusted. */
interface Answer {
  readonly doc: {
    readonly cntid?: { readonly $?: unknown };
    readonly reason?: { readonly $?: unknown };
    readonly error?: { readonly $type?: unknown; readonly $object?: unknown };
  };
}

/** Registers a click with the platform (seed 000). Always ends, never rejects. */
export async function registerClick(
  billing: URL,
  { partner, p }: Landing,
): Promise<Extract<Status, { status: 'registered' | 'rejected' | 'failed' }>> {
  // Too young to rely on (Chrome 103, Safari 16). Without it the browser's own limit holds.
  const signal = 'timeout' in AbortSignal ? AbortSignal.timeout(TIME_LIMIT) : null;
  let reason: 'network' | 'http' | 'answer' = 'network';
  try {
    const url = new URL(billing);
    // The nonce lets a repeated request get the same answer: 128 random bits in digits and hyphens.
    const nonce = crypto.getRandomValues(new Uint32Array(4)).join('-');
    url.search += `${url.search && '&'}func=referralprogram.registerclick&p=${encodeURIComponent(p)}&out=xjson&nonce=${nonce}`;
    // Nothing here may need a CORS preflight; keepalive, so that the click counts though the visitor leaves at once.
    const response = await fetch(url, { keepalive: true, credentials: 'omit', signal });
    reason = 'http';
    if (response.ok) {
      reason = 'answer';
      const { cntid, reason: refused, error } = ((await response.json()) as Answer).doc;
      const id = cntid?.$;
      if (typeof id === 'string' && isClickId(id)) return { status: 'registered', clickId: id, partner };
      if (refused ?? error)
        return {
          status: 'rejected',
          reason: refused ? String(refused.$) : `${String(error?.$type)}/${String(error?.$object)}`,
        };
    }
  } catch {
    if (signal?.aborted) return { status: 'failed', reason: 'timeout' };
  }
  return { status: 'failed', reason };
}
