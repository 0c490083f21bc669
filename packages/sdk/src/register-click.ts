import { isClickId } from '@billref/protocol';
import { explain } from './lib/explain.ts';
import { sleep } from './lib/sleep.ts';
import { billing, type Transport, transport } from './options.ts';
import { refusal } from './refusal.ts';
import type { Click } from './remember.ts';
import type { FailedReason, Registration } from './status.ts';

/** In milliseconds. */
const TIME_LIMIT = 10_000;

/** The parts of the platform's answer that say what became of a click, as far as it can be trusted. */
interface Answer {
  readonly doc: {
    readonly cntid?: { readonly $: string };
    readonly reason?: { readonly $: string };
    readonly error: { readonly $type: string };
  };
}

/** Registers a click with the platform (seed 000); if that fails, twice again after a while. Always ends, never rejects. */
export async function registerClick({ f: partner, p, n }: Required<Click>): Promise<Registration> {
  // How far the attempt came that came the furthest.
  let reason: FailedReason = 'network';
  // Jittered, by the nonce, which begins with a random number: when the platform comes back, not every visitor is to
  // ask at once.
  for (const delay of [0, 400, 800]) {
    if (delay) await sleep(delay + (parseInt(n) % delay));
    // Without `timeout` (before Chrome 103 and Safari 16) the browser's own limit holds.
    const signal = (AbortSignal as Partial<typeof AbortSignal>).timeout?.(TIME_LIMIT);
    if (!refusal)
      try {
        // Nothing here may need a CORS preflight; keepalive, so that the click counts though the visitor leaves at once.
        const response = await (transport ?? (fetch as Transport))(
          `${(billing as URL).href}?func=referralprogram.registerclick&p=${encodeURIComponent(p)}&out=xjson&nonce=${n}`,
          { keepalive: true, signal },
        );
        reason = 'http';
        if (response.ok) {
          const { doc } = (await response.json()) as Answer;
          // A number, which may have been rounded, has no `trim`, and is no answer.
          const clickId = doc.cntid?.$.trim() ?? '';
          return isClickId(clickId)
            ? { status: 'registered', clickId, partner }
            : // With neither a reason nor an error it is no answer of the platform's, and this throws.
              { status: 'rejected', reason: doc.reason?.$ ?? doc.error.$type };
        }
      } catch (error) {
        if (signal?.aborted) reason = 'timeout';
        explain('no answer', error);
      }
  }
  return { status: 'failed', reason };
}
