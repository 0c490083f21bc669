import { landingPartner } from '@billref/protocol';
import { HISTORY_FALLBACK } from './features.ts';
import { attempt } from './lib/attempt.ts';
import { patch } from './lib/patch.ts';
import { heedsPrivacyControl, needsConsent, programmatic } from './options.ts';
import { openStore } from './remember.ts';
import { begin, INERT, refusal } from './refusal.ts';
import { report } from './report.ts';
import { onFormData, onSubmit } from './use-form.ts';
import { decorateLink } from './use-link.ts';
import { onNavigate, patchScripts } from './use-script.ts';

/**
 * The moment a visitor uses a link: a click or the Enter key, a middle click, the context menu, or a drag, for which
 * `dragstart` would be too late. Until then nothing is written in the page, whose framework may not have taken it over
 * yet.
 */
const onUse = (event: Event): void =>
  event.composedPath().forEach((node) => {
    decorateLink(node);
    // The events of a form in a shadow root stay in there.
    if ((node as Partial<HTMLFormElement>).elements) node.addEventListener('formdata', hear);
  });

/** The partner in the page's address. */
let partner: string | undefined;

/**
 * An address that the page took without being loaded: by push, replace, or hash. One that keeps the partner is the same
 * landing still.
 */
const onRoute = (): unknown => partner !== (partner = landingPartner(location)) && partner && report([location.href]);

/** When a landing that waits can be tried again: the page comes out of the back/forward cache, or the network is back. */
const onReturn = ({ persisted = true }: Partial<PageTransitionEvent>): unknown => persisted && report();

/** What is done on which event; in the order in which the script packs best. */
const handlers: Record<string, (event: never) => unknown> = {
  formdata: onFormData,
  pageshow: onReturn,
  pointerdown: onUse,
  submit: onSubmit,
  click: onUse,
  currententrychange: onRoute,
  contextmenu: onUse,
  online: onReturn,
  popstate: onRoute,
  navigate: onNavigate,
};

/** The one listener of them all, so that a target which is given it twice has it once. What it throws goes nowhere. */
const hear = (event: Event): unknown =>
  attempt(() => refusal === INERT || (handlers[event.type] as (event: Event) => unknown)(event));

/**
 * Begins to see to every way to billing, and to every new landing.
 *
 * @throws where there is no browser
 */
export function watch(): void {
  if (programmatic) {
    patchScripts();
    // Where there is no Navigation API to tell of routes, the history's functions are wrapped.
    if (HISTORY_FALLBACK && !window.navigation)
      for (const name of ['pushState', 'replaceState'])
        // After the address has changed.
        patch(history as never, name, () => setTimeout(onRoute));
  }
  // Before the page does.
  for (const type in handlers) {
    addEventListener(type, hear, true);
    window.navigation?.addEventListener(type, hear);
  }
  // And once more after it, for a link that the page rewrites when it is clicked.
  addEventListener('click', hear);
  begin(
    !needsConsent && !(heedsPrivacyControl && (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl),
  );
  partner = landingPartner(location);
  // Last, as it may throw.
  openStore();
}
