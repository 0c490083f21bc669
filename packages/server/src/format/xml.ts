import { type AnswerElement, asArray } from '@billref/protocol';
import type { Format } from './format.ts';

/** XML, the platform's default. */
export const xml: Format = {
  contentType: 'text/xml; charset=utf-8',
  isJson: false,
  framed: true,
  write: (doc) => `<?xml version="1.0" encoding="UTF-8"?>\n${element('doc', doc)}\n`,
};

function element(name: string, { attributes = {}, text = '', children = {} }: AnswerElement): string {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
  const inner = Object.entries(children).flatMap(([key, child]) => asArray(child).map((one) => element(key, one)));
  const body = escape(text) + inner.join('');
  return `<${name}${head.join('')}${body === '' ? '/>' : `>${body}</${name}>`}`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text that XML 1.0 can carry: what it has no way to write becomes the replacement character. */
const escape = (text: string): string =>
  text
    .toWellFormed()
    // eslint-disable-next-line no-control-regex -- https://www.w3.org/TR/xml/#charsets
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
