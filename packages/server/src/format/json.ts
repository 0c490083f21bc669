import { encodeDollar } from '@billref/protocol';
import type { Format } from './format.ts';

const kind = { contentType: 'application/json; charset=utf-8', isJson: true, framed: true };

/**
 * The dollar mapping; of most lists one element is the bare element, as the platform's clients guard for. They do not
 * for the rows of a list and the choices of a form.
 */
export const json: Format = {
  ...kind,
  write(doc) {
    const paged = 'p_elems' in (doc.children ?? {});
    const staysList = (name: string): boolean => name === 'slist' || name === 'val' || (name === 'elem' && paged);
    return JSON.stringify({ doc: encodeDollar(doc, staysList) });
  },
};

/** The dollar mapping in which a list stays a list: `sjson` and `xjson`. */
export const xjson: Format = { ...kind, write: (doc) => JSON.stringify({ doc: encodeDollar(doc) }) };
