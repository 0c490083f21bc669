import { decorate } from './decorate.ts';
import { TAKE_BACK } from './features.ts';

/** The links that were written. */
const hrefs = new Set<Attr>();

const rewrite = (href: Attr): void => {
  const decorated = decorate(href.value);
  if (decorated === href.value) return;
  href.value = decorated;
  if (TAKE_BACK) hrefs.add(href);
};

type Attributes = Partial<Record<string, Attr>>;

/** Decorates a node, if it is a link. */
export function decorateLink(node: EventTarget): void {
  const attributes = (node as Partial<Element>).attributes as Attributes | undefined;
  // SVG has an old name for it.
  const href = attributes?.href ?? attributes?.['xlink:href'];
  if (href && !(attributes as Attributes).download) rewrite(href);
}

/** Writes anew the links that were written, as what they should carry is no longer the same. */
export const rewriteLinks = (): void => hrefs.forEach(rewrite);
