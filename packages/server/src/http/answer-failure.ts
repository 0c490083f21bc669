import type { ServerResponse } from 'node:http';
import type { AppOptions } from '../app-options.ts';
import { PlatformError } from '../call/platform-error.ts';
import { findFunction } from '../call/registry.ts';
import { xml } from '../format/xml.ts';
import { sendError } from './respond.ts';

/**
 * Answers a request that failed. One that cannot be read is its sender's mistake and says so; anything else is ours. Where
 * an answer has begun, breaking it off is all that says that it is not whole.
 */
export function answerFailure({ onFailure }: AppOptions, response: ServerResponse, func: string, error: unknown): void {
  const status = clientStatus(error);
  if (response.headersSent) {
    onFailure(error);
    response.destroy();
    return;
  }
  // Who may read the answer of a function may read why it failed, too.
  if (findFunction(func)?.readableBy === 'anyone') response.setHeader('Access-Control-Allow-Origin', '*');
  if (status === undefined) onFailure(error);
  const told = new PlatformError(
    'value',
    'request',
    status === undefined
      ? { en: 'the server failed', ru: 'ошибка сервера' }
      : { en: 'the request cannot be read', ru: 'запрос не удалось прочитать' },
  );
  response.statusCode = status ?? 500;
  sendError(response, xml, { func, lang: 'en', raw: {}, base: '/billmgr', origin: '' }, told);
}

function clientStatus(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
