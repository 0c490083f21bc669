/**
 * A left, middle or right click, the Enter key (a click too), and the press that begins a drag: `dragstart` is too late
 * to change what is dragged.
 */
const USES = ['pointerdown', 'click', 'auxclick', 'contextmenu'];

/**
 * Decorates a link at the moment a visitor uses it, before the page hears of it. Nothing is written before that, so the
 * size of the page costs nothing, and links that come later are links like any other.
 */
export function watchLinks(decorate: (url: string) => string): void {
  const onUse = (event: Event): void => {
    for (const target of event.composedPath()) {
      if (!(target instanceof HTMLAnchorElement || target instanceof HTMLAreaElement)) continue;
      const href = target.getAttribute('href');
      if (href === null) return;
      const decorated = decorate(href);
      if (decorated !== href) target.setAttribute('href', decorated);
      return;
    }
  };
  for (const use of USES) addEventListener(use, onUse, { capture: true, passive: true });
}
