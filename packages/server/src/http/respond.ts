import type { ServerResponse } from 'node:http';
import type { AnswerElement } from '@billref/protocol';
import type { Call } from '../call/declare.ts';
import { type RawParameters, SECRET } from '../call/parameters.ts';
import { PlatformError } from '../call/platform-error.ts';
import { TooMany } from '../call/too-many.ts';
import { errorElement } from '../format/error-element.ts';
import type { Format } from '../format/format.ts';
import { defaultFormat, formats } from '../format/formats.ts';
import { isCallback, jsonp } from '../format/jsonp.ts';
import { json } from '../format/json.ts';

/** The format a request asks for. */
export function requestedFormat(func: string, { out, callback }: RawParameters): Format {
  const format = out === undefined || out === '' ? defaultFormat(func) : formats.get(out);
  if (format === undefined) {
    const known = [...formats.keys()].join(', ');
    const words = { en: `'out' must be one of ${known}`, ru: `'out' должен быть одним из ${known}` };
    throw new PlatformError('value', 'out', words, out);
  }
  if (callback === undefined || callback === '') return format;
  if (!isCallback(callback))
    throw new PlatformError('value', 'callback', {
      en: `'callback' must be an identifier`,
      ru: `'callback' должен быть идентификатором`,
    });
  // A page can be called with JSON alone.
  return jsonp(format.isJson ? format : json, callback);
}

/** What the frame of an answer repeats of its request. */
type Asked = Pick<Call, 'func' | 'lang' | 'raw' | 'base' | 'origin'>;

/** Sends an answer to a program, in the platform's frame. */
export function sendDocument(response: ServerResponse, format: Format, asked: Asked, doc: AnswerElement): void {
  const body = format.write(format.framed ? framed(asked, doc) : unframed(asked, doc));
  response.setHeader('Content-Type', format.contentType);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}

/** Says in the status that somebody is to wait. Browsers do not run a script that comes with such a one. */
export function setWait(response: ServerResponse, error: PlatformError, { callback }: RawParameters): void {
  if (!(error instanceof TooMany) || callback !== undefined) return;
  response.statusCode = 429;
  response.setHeader('Retry-After', Math.ceil(error.wait / 1000));
}

/** Sends an error to a program. */
export function sendError(response: ServerResponse, format: Format, asked: Asked, error: PlatformError): void {
  sendDocument(response, format, asked, { children: { error: errorElement(error, asked.lang) } });
}

/** The attributes of the root, and after something was saved the parameters again, but for the secret ones. */
function framed({ func, lang, raw, base, origin }: Asked, { attributes, children = {}, ...doc }: AnswerElement) {
  const told = Object.entries(raw).filter(([name]) => !SECRET.has(name));
  const tparams = { children: Object.fromEntries(told.map(([name, value]) => [name, { text: value }])) };
  return {
    ...doc,
    attributes: { lang, func, binary: base, host: origin, ...attributes },
    children: { ...children, ...('ok' in children && { tparams }) },
  };
}

/** As the samples of bjson are (seed 001): after something was saved the function's name, else nothing more. */
const unframed = ({ func }: Asked, doc: AnswerElement): AnswerElement => ({
  ...doc,
  ...('ok' in (doc.children ?? {}) && { attributes: { func, ...doc.attributes } }),
});
