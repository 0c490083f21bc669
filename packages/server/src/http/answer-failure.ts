import type { ServerResponse } from 'node:http';
import type { AppOptions } from '../app-options.ts';
import { PlatformError } from '../call/platform-error.ts';
import { findFunction } from '../call/registry.ts';
import type { Words } from '../call/words.ts';
import { xml } from '../format/xml.ts';
import { requestIdIn } from './request-id.ts';
import { LARGEST_BODY, LONGEST_URL, MOST_PARAMETERS } from './request-limits.ts';
import { sendError } from './respond.ts';

/**
 * Answers a request that failed. One that cannot be read is its sender's mistake and says so; anything else is ours. Where
 * an answer has begun, breaking it off is all that says that it is not whole.
 */
export function answerFailure({ onFailure }: AppOptions, response: ServerResponse, func: string, error: unknown): void {
  const status = clientStatus(error);
  if (response.headersSent) {
    onFailure(error, requestIdIn(response));
    response.destroy();
    return;
  }
  // Who may read the answer of a function may read why it failed, too.
  if (findFunction(func)?.readableBy === 'anyone') response.setHeader('Access-Control-Allow-Origin', '*');
  if (status === undefined) onFailure(error, requestIdIn(response));
  const words = status === undefined ? OURS : (TOO_LARGE.get(status) ?? UNREADABLE);
  const told = new PlatformError('value', 'request', words);
  response.statusCode = status ?? 500;
  sendError(response, xml, { func, lang: 'en', raw: {}, base: '/billmgr', origin: '' }, told);
}

const OURS = { en: 'the server failed', ru: 'ошибка сервера' };
const UNREADABLE = { en: 'the request cannot be read', ru: 'запрос не удалось прочитать' };

const TOO_LARGE: ReadonlyMap<number, Words> = new Map([
  [
    413,
    {
      en: `the form is larger than ${String(LARGEST_BODY)} bytes or has more than ${String(MOST_PARAMETERS)} parameters`,
      ru: `форма больше ${String(LARGEST_BODY)} байт, или в ней больше ${String(MOST_PARAMETERS)} параметров`,
    },
  ],
  [
    414,
    {
      en: `the address is longer than ${String(LONGEST_URL)} characters`,
      ru: `адрес длиннее ${String(LONGEST_URL)} символов`,
    },
  ],
]);

function clientStatus(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
