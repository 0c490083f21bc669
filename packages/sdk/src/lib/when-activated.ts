/**
 * Waits until somebody sees a page that was prerendered; a tab in the background does not wait.
 *
 * @returns what to wait for
 * https://developer.mozilla.org/docs/Web/API/Document/prerenderingchange_event
 */
export const whenActivated = (): unknown =>
  (document as { prerendering?: boolean }).prerendering &&
  new Promise((resolve) => document.addEventListener('prerenderingchange', resolve));
