import { AUTOMATION } from './features.ts';
import { type Addresses, landingAt } from './landing.ts';
import { explain } from './lib/explain.ts';
import { sleep } from './lib/sleep.ts';
import { whenActivated } from './lib/when-activated.ts';
import { allowsAutomation, isLast } from './options.ts';
import { refusal } from './refusal.ts';
import { registerClick } from './register-click.ts';
import { claim, type Click, findClick, recall, remember } from './remember.ts';
import type { Registration, Status } from './status.ts';

/** How long a tab waits for another one that is at work, in milliseconds. */
const PATIENCE = 2000;

/**
 * Registers the landing of a page, and those that wait from earlier pages, one after the other.
 *
 * @param addresses where the landing of this page may be read
 * @returns what became of the last of them; without any, whether an earlier click is held
 */
export async function registerLanding(addresses: Addresses | undefined): Promise<Status> {
  await whenActivated();
  if (refusal || (AUTOMATION && navigator.webdriver && !allowsAutomation)) return refusal ?? { status: 'automation' };
  const clicks = recall();
  let isNew: unknown;
  addresses
    ?.flat()
    .map(landingAt)
    .forEach((landing, i) => {
      const t = Date.now() + i;
      const known = landing && findClick(clicks, landing);
      if (known && isLast) known.t = t;
      if (landing && !known)
        isNew = clicks.push({ ...landing, t, n: crypto.getRandomValues(new Uint32Array(4)).join('-') });
    });
  // Before anything is sent.
  if (clicks[0]) remember(clicks);

  /** What became of the newest that waited. */
  let registration: Registration | undefined;
  const work = async (isFirst: unknown): Promise<void> => {
    // Another tab may be registering the same landing; by then its answer has been stored.
    if (!isFirst) await sleep(PATIENCE);
    for (const waiting of recall())
      if (!waiting.id) {
        explain('registering', waiting);
        const result: Registration & { clickId?: string | undefined } = await registerClick(waiting as Required<Click>);
        // They come in the order in which they count: if the last one does, the newest is the first.
        registration = (isLast && registration) || result;
        const clicks = recall();
        const click = findClick(clicks, waiting);
        // It is gone, if the visitor has said no meanwhile. One that gets no answer does not stop those after it.
        if (click && !refusal && result.status !== 'failed') {
          click.id = result.clickId;
          // An id that the vendor's script left gives way to a partner's.
          remember(clicks.filter((one) => (click.id ? one.f : one !== click)));
        }
      }
  };
  if (clicks.some(({ id }) => !id))
    try {
      // One tab after the other. No more than a courtesy: the nonce is what makes two requests one click.
      await navigator.locks.request('billref', { ifAvailable: true }, work);
    } catch {
      // No locks (plain http), or refused (a sandboxed frame).
      await work(isNew);
    }
  const clickId = claim().id;
  return refusal ?? ({ status: clickId ? 'cached' : 'no-referral', ...(registration as object), clickId } as Status);
}
