import { isClickId } from '@billref/protocol';
import type { Status } from './status.ts';

/** The click id, or why there is none. */
export type Registered = { readonly status: 'id'; readonly id: string } | Extract<Status, { readonly reason: string }>;

const TIME_LIMIT = 10_000;

/**
 * Tells the platform of a landing (`referralprogram.registerclick`, seed 000).
 *
 * @param p the landing's address as the platform is to see it
 */
export async function registerClick(billing: URL, p: string): Promise<Registered> {
  let response: Response;
  try {
    // A plain GET, which no browser asks the platform's leave for; the page may be left before it is answered.
    response = await fetch(address(billing, p), {
      keepalive: true,
      credentials: 'omit',
      signal: AbortSignal.timeout?.(TIME_LIMIT),
    } as RequestInit);
  } catch (error) {
    return { status: 'failed', reason: (error as Error | undefined)?.name === 'TimeoutError' ? 'timeout' : 'network' };
  }
  if (!response.ok) return { status: 'failed', reason: 'http' };
  try {
    return read(((await response.json()) as { doc: PlatformAnswer }).doc);
  } catch {
    return { status: 'failed', reason: 'answer' };
  }
}

/** The parts of the platform's `xjson` that matter here. */
interface PlatformAnswer {
  readonly cntid?: { readonly $: string };
  readonly reason?: { readonly $: string };
  readonly error?: { readonly $object: string };
}

function read({ cntid, reason, error }: PlatformAnswer): Registered {
  if (cntid && isClickId(cntid.$)) return { status: 'id', id: cntid.$ };
  const why = reason?.$ ?? error?.$object;
  return why ? { status: 'rejected', reason: why } : { status: 'failed', reason: 'answer' };
}

function address(billing: URL, p: string): string {
  // By its nonce the platform knows an attempt of the same click again, and answers it with the same id.
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(36)).join('');
  const query = `func=referralprogram.registerclick&p=${encodeURIComponent(p)}&out=xjson&nonce=${nonce}`;
  return billing.href.split('#')[0] + (billing.search ? '&' : '?') + query;
}
