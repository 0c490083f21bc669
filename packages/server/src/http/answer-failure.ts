import type { ServerResponse } from 'node:http';
import type { AppOptions } from '../app-options.ts';
import { PlatformError } from '../call/platform-error.ts';
import { findFunction } from '../call/registry.ts';
import type { RawParameters } from '../call/parameters.ts';
import { langOf, type Words } from '../call/words.ts';
import type { Format } from '../format/format.ts';
import { xml } from '../format/xml.ts';
import { errorPage } from '../pages/error.tsx';
import { renderPage } from '../pages/page.tsx';
import { type DatabaseFailure, databaseFailure } from '../store/database-failure.ts';
import { wantsPage } from './request.ts';
import { requestIdIn } from './request-id.ts';
import { LARGEST_BODY, LONGEST_URL, MOST_PARAMETERS } from './request-limits.ts';
import { requestedFormat, sendError } from './respond.ts';

/**
 * Answers a request that failed. One that cannot be read is its sender's mistake and says so; anything else is ours: where it
 * is the database that cannot do anything, it is 503, in the format that was asked for, and may be tried again soon. Where an
 * answer has begun, breaking it off is all that says that it is not whole.
 *
 * @param raw its parameters, as far as they could be read
 */
export function answerFailure(
  { onFailure }: AppOptions,
  response: ServerResponse,
  { func, raw }: { func: string; raw: RawParameters },
  error: unknown,
): void {
  const status = clientStatus(error);
  if (response.headersSent) {
    onFailure(error, requestIdIn(response));
    response.destroy();
    return;
  }
  // Who may read the answer of a function may read why it failed, too.
  if (findFunction(func)?.readableBy === 'anyone') response.setHeader('Access-Control-Allow-Origin', '*');
  if (status === undefined) onFailure(error, requestIdIn(response));
  const failure = status === undefined ? databaseFailure(error) : undefined;
  if (failure !== undefined) {
    answerDatabaseFailure(response, { func, raw }, failure);
    return;
  }
  const words = status === undefined ? OURS : (TOO_LARGE.get(status) ?? UNREADABLE);
  response.statusCode = status ?? 500;
  sendError(response, xml, frame(func), new PlatformError('value', 'request', words));
}

function answerDatabaseFailure(
  response: ServerResponse,
  { func, raw }: { func: string; raw: RawParameters },
  failure: DatabaseFailure,
): void {
  const error = new PlatformError('value', 'database', OF_DATABASE[failure]);
  const asked = { ...frame(func), lang: langOf(raw.lang), raw };
  response.statusCode = 503;
  response.setHeader('Retry-After', RETRY_AFTER);
  if (wantsPage(response.req, raw)) {
    const page = renderPage(errorPage(error, asked.lang), { ...asked, session: undefined });
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(page);
  } else sendError(response, formatIn(func, raw), asked, error);
}

const frame = (func: string) => ({ func, lang: 'en' as const, raw: {}, base: '/billmgr', origin: '' });

/** The format that was asked for, if there is one. */
function formatIn(func: string, raw: RawParameters): Format {
  try {
    return requestedFormat(func, raw);
  } catch {
    return xml;
  }
}

/** Seconds after which somebody may try again. */
const RETRY_AFTER = 5;

const OF_DATABASE: Readonly<Record<DatabaseFailure, Words>> = {
  full: { en: 'the database has no more room', ru: 'в базе данных нет места' },
  'read-only': { en: 'the database is read-only', ru: 'база данных доступна только для чтения' },
  locked: { en: 'the database is locked', ru: 'база данных заблокирована' },
  unreachable: { en: 'the database cannot be reached', ru: 'база данных недоступна' },
  damaged: { en: 'the database cannot be read or written', ru: 'базу данных не удаётся прочитать или записать' },
};
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
