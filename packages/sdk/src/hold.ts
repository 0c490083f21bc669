import type { Billref } from './create-billref.ts';
import { attempt } from './lib/attempt.ts';

/** How long a click is held. */
export interface HoldOptions {
  /**
   * In milliseconds.
   *
   * @defaultValue `1000`: about as long as a person waits without losing the thread
   */
  readonly holdMs?: number | undefined;
}

/**
 * Lets a visitor who follows a link to billing before the click id has arrived wait for it, so that the visit carries
 * the id and not the partner alone. Held are plain clicks (and the Enter key) on links that open in this tab, unless the
 * page has seen to the click itself: prevented it, or kept it from the window. Then the visitor goes on with
 * `billref.decorate(href)`, be the id there or not. A page holds once, and only until `billref.ready` has settled; after
 * that not even a listener is left. Throws nothing.
 *
 * Not held is a link that withholds the referrer or has a `ping`, which going on by script would change.
 *
 * @returns ends it; a visitor who is waiting goes on at once
 */
export function hold(
  billref: Pick<Billref, 'ready' | 'clickId' | 'decorate'>,
  { holdMs = 1000 }: HoldOptions = {},
): () => void {
  /** Where the visitor who waits is going. */
  let destination: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stay = (): void => {
    destination = undefined;
    clearTimeout(timer);
    removeEventListener('beforeunload', stay);
    removeEventListener('pagehide', stay);
  };
  const end = (): void => {
    attempt(() => {
      removeEventListener('click', lastListener, true);
      removeEventListener('click', onClick);
      const href = destination;
      stay();
      if (href !== undefined) location.assign(billref.decorate(href));
    });
  };
  const onClick = (event: MouseEvent): void => {
    attempt(() => {
      const href = plainLink(event);
      if (href === undefined || billref.clickId() !== undefined || !isBilling(href, billref)) return;
      event.preventDefault();
      // A second click says where to, and waits no longer.
      if (destination === undefined) {
        timer = setTimeout(end, holdMs);
        // The visitor leaves by another way; coming back, nothing is left of the wait.
        addEventListener('beforeunload', stay);
        addEventListener('pagehide', stay);
      }
      destination = href;
    });
  };
  /** Whatever the page listens to, its listeners have spoken when ours is called. */
  const lastListener = (): void => {
    removeEventListener('click', onClick);
    addEventListener('click', onClick);
  };
  attempt(() => {
    addEventListener('click', lastListener, true);
    void billref.ready.then(end, end);
  });
  return end;
}

/** Where a click leads in this tab, if the browser is left to follow the link. */
function plainLink(event: MouseEvent): string | undefined {
  const { defaultPrevented, button, ctrlKey, metaKey, shiftKey, altKey } = event;
  if (defaultPrevented || button || ctrlKey || metaKey || shiftKey || altKey) return undefined;
  // An attribute named `href` of any namespace: SVG has its own and an old one, `xlink:href`.
  const link = event
    .composedPath()
    .find((one): one is Element => one instanceof Element && one.matches('a[*|href],area[*|href]'));
  const target = link?.getAttribute('target') ?? document.querySelector('base[target]')?.getAttribute('target') ?? '';
  if (!link || link.matches('[download],[ping],[referrerpolicy],[rel~=noreferrer]') || !/^(_self)?$/i.test(target))
    return undefined;
  return new URL(link.getAttribute('href') ?? link.getAttribute('xlink:href') ?? '', document.baseURI).href;
}

/** Whether an address is given something on its way; without its query, which may name the partner already. */
function isBilling(href: string, billref: Pick<Billref, 'decorate'>): boolean {
  const bare = href.replace(/[?#].*/, '');
  return billref.decorate(bare) !== bare;
}
