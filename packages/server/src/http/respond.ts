import type { AnswerElement } from '@billref/protocol';
import type { Response } from 'express';
import { errorElement } from '../format/error-element.ts';
import type { Format } from '../format/format.ts';
import { defaultFormat, formats } from '../format/formats.ts';
import { isCallback, jsonp } from '../format/jsonp.ts';
import { json } from '../format/json.ts';
import { xml } from '../format/xml.ts';
import type { RawParameters } from '../functions/parameters.ts';
import { PlatformError } from '../functions/platform-error.ts';

/** The format a request asks for. */
export function requestedFormat(func: string, { out, callback }: RawParameters): Format {
  const format = out === undefined || out === '' ? defaultFormat(func) : formats.get(out);
  if (format === undefined)
    throw new PlatformError('value', 'out', `'out' must be one of ${[...formats.keys()].join(', ')}`, out);
  if (callback === undefined || callback === '') return format;
  if (!isCallback(callback)) throw new PlatformError('value', 'callback', `'callback' must be an identifier`);
  return jsonp(format === xml ? json : format, callback);
}

/** Sends an answer to a program, in the platform's frame. */
export function sendDocument(response: Response, format: Format, func: string, doc: AnswerElement): void {
  response.type(format.contentType).send(
    format.write({
      ...doc,
      attributes: { lang: 'en', func, ...doc.attributes },
    }),
  );
}

/** Sends an error to a program. */
export function sendError(response: Response, format: Format, func: string, error: PlatformError): void {
  sendDocument(response, format, func, { children: { error: errorElement(error) } });
}
