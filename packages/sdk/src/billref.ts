import { isPartnerId, normalizeLanding } from '@billref/protocol';
import { type Carried, carry, isBilling } from './decorate.ts';
import { findLanding } from './landing.ts';
import { type BillrefOptions, type Settings, readOptions } from './options.ts';
import { registerClick } from './register-click.ts';
import { type Memory, remember } from './remember.ts';
import type { Status } from './status.ts';
import { watchLinks } from './watch-links.ts';

/** What a page can ask the SDK. Nothing here ever throws. */
export interface Billref {
  /** What became of this visit. Always settles, and never with a rejection. */
  readonly ready: Promise<Status>;
  /** The click id that links to billing carry now, if there is one. */
  clickId(): string | undefined;
  /**
   * A URL as it is to be used: with the click id if it leads to billing, unchanged otherwise. While there is no id yet it
   * carries the partner (`from`).
   */
  decorate(url: string | URL): string;
  /** Goes to billing with the click id; by default to the billing URL itself. */
  go(url?: string | URL): void;
}

/**
 * Registers the click of a landing by a partner's link, remembers its id, and from then on gives it to every link to
 * billing that the visitor uses (seed 000). Call it once, as early as you like; without a browser it does nothing.
 */
export function createBillref(options: BillrefOptions): Billref {
  if (typeof window === 'undefined') return inert({ status: 'no-referral' });
  const settings = readOptions(options);
  return settings.billing
    ? start({ ...settings, billing: settings.billing })
    : inert({ status: 'failed', reason: 'options' });
}

const inert = (status: Status): Billref => ({
  ready: Promise.resolve(status),
  clickId: () => undefined,
  decorate: String,
  go(url) {
    if (url !== undefined && typeof window !== 'undefined') location.assign(String(url));
  },
});

function start({ billing, website, mode }: Settings & { readonly billing: URL }): Billref {
  const memory = remember();
  const written = new Set<Carried>();
  let partner: string | undefined;

  const decorate = (url: string | URL): string => {
    const text = String(url);
    const id = memory.id();
    const carried: Carried | undefined = id ? `cntid=${id}` : partner ? `from=${partner}` : undefined;
    if (!carried || !leadsToBilling(text, billing)) return text;
    const decorated = carry(text, carried, written);
    written.add(carried);
    return decorated;
  };

  const visit = async (): Promise<Status> => {
    const landing = findLanding();
    const held = heldBy(memory);
    if (!landing) return held;
    if (!isPartnerId(landing.partner)) return { status: 'rejected', reason: 'malformed-from' };
    const p = normalizeLanding(landing.url, mode, website);
    // Two partners' landings are two, although the vendor's way sends the same address for both.
    const key = `${landing.partner} ${p}`;
    if (memory.knows(key)) return held;
    partner = landing.partner;
    const answer = await registerClick(billing, p);
    if (answer.status === 'rejected') partner = undefined;
    if (answer.status !== 'id') return answer;
    memory.keep(answer.id, key);
    return { status: 'registered', clickId: memory.id() ?? answer.id, partner: landing.partner };
  };

  watchLinks(decorate);
  return {
    ready: visit().catch((): Status => ({ status: 'failed', reason: 'answer' })),
    clickId: () => memory.id(),
    decorate,
    go(url = billing) {
      location.assign(decorate(url));
    },
  };
}

function heldBy(memory: Memory): Status {
  const clickId = memory.id();
  return clickId ? { status: 'cached', clickId } : { status: 'no-referral' };
}

function leadsToBilling(url: string, billing: URL): boolean {
  try {
    return isBilling(new URL(url, document.baseURI), billing, location);
  } catch {
    return false;
  }
}
