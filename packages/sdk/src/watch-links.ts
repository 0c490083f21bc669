import { attempt } from './lib/attempt.ts';

/**
 * Decorates a link at the moment the visitor uses it: by click or Enter key, middle click, context menu, or a drag,
 * for which `dragstart` would be too late. Until then nothing is written in the page, whose framework may not have
 * taken it over yet. On `window`, so that it comes before the page's own listeners, and inside open shadow roots.
 */
export function watchLinks(decorate: (address: string) => string): void {
  const onUse = (event: Event): void => {
    attempt(() => {
      const link = event.composedPath().find(isLink);
      const href = link?.getAttribute('href') ?? '';
      const decorated = decorate(href);
      if (decorated !== href) link?.setAttribute('href', decorated);
    });
  };
  for (const type of ['click', 'auxclick', 'contextmenu', 'pointerdown']) addEventListener(type, onUse, true);
}

// Neither the document nor the window has `matches`.
const isLink = (target: Partial<Element>): target is Element => !!target.matches?.('a[href],area[href]');
