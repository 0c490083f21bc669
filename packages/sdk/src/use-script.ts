import { DEBUG } from './features.ts';
import { explain } from './lib/explain.ts';
import { patch } from './lib/patch.ts';
import { programmatic } from './options.ts';
import { decorate } from './decorate.ts';
import { decorateLink } from './use-link.ts';

// No address opens an empty page.
const decorateFirst = (_: unknown, args: unknown[]): unknown => args[0] && (args[0] = decorate(args[0] as string));

/** Decorates where the page's scripts go by a function that can be wrapped. */
export function patchScripts(): void {
  patch(window as never, 'open', decorateFirst);
  // An anchor that is in no document fires its events where nobody listens.
  patch(HTMLAnchorElement.prototype as never, 'click', decorateLink);
  patch(window.navigation as never, 'navigate', decorateFirst);
}

/**
 * Decorates every other way that leads on in this tab, from `location = …` to a meta refresh or a link in a closed
 * shadow root, where there is a Navigation API (Chrome 102, Safari 26.2, Firefox 147). A navigation to another origin
 * cannot be changed, but cancelled and begun again.
 */
export function onNavigate(event: NavigateEvent): void {
  const { destination } = event;
  const begin = ({ push: 'assign', replace: 'replace' } as const)[event.navigationType as string];
  const decorated = decorate(destination.url);
  if (DEBUG && decorated !== destination.url)
    explain(`navigation to ${destination.url}: ${whyBegunAgain(event, begin)}`);
  if (
    programmatic &&
    begin &&
    decorated !== destination.url &&
    !destination.sameDocument &&
    !event.formData &&
    !event.defaultPrevented &&
    // Begun again it would have a referrer that the page withholds.
    !event.sourceElement?.matches('[formmethod],[download],[referrerpolicy],[rel~=noreferrer]')
  ) {
    event.preventDefault();
    // It stays, if it cannot be cancelled.
    if (event.defaultPrevented) location[begin](decorated);
  }
}

/** For the build that explains itself: what becomes of a navigation whose address would carry the click, and why. */
function whyBegunAgain(event: NavigateEvent, begin: string | undefined): string {
  const { destination, sourceElement } = event;
  if (!programmatic) return 'left alone, as programmatic is off';
  if (!begin) return `left alone, for it is a ${event.navigationType}`;
  if (event.defaultPrevented) return 'left alone, for the page has prevented it';
  if (destination.sameDocument) return 'left alone, for it stays in this page';
  if (event.formData) return 'left alone, for it sends a form';
  if (sourceElement?.matches('[formmethod],[download],[referrerpolicy],[rel~=noreferrer]'))
    return 'left alone, for its element is a download or withholds the referrer';
  return event.cancelable ? 'begun again, with the click' : 'left alone, for it cannot be cancelled';
}
