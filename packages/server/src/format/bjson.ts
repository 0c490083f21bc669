import { type AnswerElement, asArray } from '@billref/protocol';
import type { Format } from './format.ts';

type Flat = string | true | Flat[] | { [name: string]: Flat };

/**
 * The flat mapping, default of `referralprogram.*` (seed 001): a text is a string, an empty element is `true`, the
 * attributes of the root stand beside its children. What it makes of attributes deeper down is not documented: a session
 * is read as a plain text (`auth`), so a text goes before them, but for the items of a list, where they tell which is
 * which.
 */
export const bjson: Format = {
  contentType: 'application/json; charset=utf-8',
  isJson: true,
  framed: false,
  write: (doc) => JSON.stringify(flatten(doc)),
};

const flattenOne = (element: AnswerElement): Flat =>
  element.text !== undefined && element.children === undefined ? element.text : flatten(element);

function flatten({ attributes, text, children }: AnswerElement): Flat {
  const inner = Object.entries(children ?? {}).map(([name, child]): [string, Flat] => [
    name,
    Array.isArray(child) ? asArray(child).map(flatten) : flattenOne(asArray(child)[0] ?? {}),
  ]);
  if (inner.length === 0 && attributes === undefined) return text ?? true;
  return Object.fromEntries([
    ...Object.entries(attributes ?? {}),
    ...(text === undefined ? [] : [['text', text] as const]),
    ...inner,
  ]);
}
