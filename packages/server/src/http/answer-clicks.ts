import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import type { AppOptions } from '../app-options.ts';
import type { RawParameters } from '../call/parameters.ts';
import { PlatformError } from '../call/platform-error.ts';
import { langOf } from '../call/words.ts';
import type { Format } from '../format/format.ts';
import { xml } from '../format/xml.ts';
import registerClick from '../functions/referralprogram.registerclick.ts';
import { countAnswer } from '../metrics/answers.ts';
import { answerFailure } from './answer-failure.ts';
import { askedOf } from './asked.ts';
import { PATHS } from './paths.ts';
import { type Trust, trustNobody } from './proxies.ts';
import { rawParameters, wantsPage } from './request.ts';
import { ID_HEADER, requestIdOf } from './request-id.ts';
import { LONGEST_URL } from './request-limits.ts';
import { requestedFormat, sendDocument, sendError, setWait } from './respond.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { sessionCookie } from './session-cookie.ts';

const FUNC = registerClick.name;

const HEADERS = Object.entries({
  ...SECURITY_HEADERS,
  'Cache-Control': 'no-store',
  'Access-Control-Allow-Origin': '*',
});

/** What sites send with a click; `referralprogram.registerclick` takes nothing else. */
const OF_CLICK = new Set(['func', 'p', 'nonce', 'out', 'lang', 'callback']);

/**
 * Answers the clicks that sites send before Express sees them, which takes longer for a request than a click takes. It is
 * the same function, by the same declaration; a click that comes in any other way than from a site is left to Express.
 *
 * @param otherwise answers everything else
 */
export function answerClicks(options: AppOptions, otherwise: RequestListener): RequestListener {
  return (request, response) => {
    const start = performance.now();
    const click = clickOf(options, request);
    if (click === undefined) {
      otherwise(request, response);
      return;
    }
    void answer(options, click, request, response)
      .catch((error: unknown) => {
        // In the log there is a line of it.
        if (!response.headersSent) response.setHeader(ID_HEADER, requestIdOf(request, options.trusts ?? trustNobody));
        answerFailure(options, response, { func: FUNC, raw: click.raw }, error);
      })
      .then(() => {
        countAnswer({ func: FUNC, status: response.statusCode, ms: performance.now() - start });
      });
  };
}

interface Asked {
  readonly raw: RawParameters;
  readonly base: string;
  /** Billing's own origin. */
  readonly own: string;
}

/** What a request asks, if it is a click of a site's: without a body, and of nobody who has a session. */
function clickOf({ publicUrl, trusts = trustNobody }: AppOptions, request: IncomingMessage): Asked | undefined {
  const { method, url = '', headers } = request;
  const mark = url.indexOf('?');
  const [base, query] = [url.slice(0, mark), url.slice(mark + 1)];
  if (method !== 'GET' || mark < 0 || !PATHS.includes(base) || !query.includes(FUNC)) return undefined;
  // No browser sends a fragment.
  if (query.includes('#') || url.length > LONGEST_URL) return undefined;
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return undefined;
  const raw = rawParameters({ query: parse(query) });
  if (raw.func !== FUNC || !Object.keys(raw).every((name) => OF_CLICK.has(name))) return undefined;
  if (wantsPage(request, raw) || sessionCookie(request) !== undefined) return undefined;
  const own = publicUrl === undefined ? originAsked(request, trusts) : new URL(publicUrl).origin;
  return own === undefined ? undefined : { raw, base, own };
}

/** The origin that a request names plainly; what else it may name, Express is asked. */
function originAsked({ headers, socket }: IncomingMessage, trusts: Trust): string | undefined {
  const { host, 'x-forwarded-proto': protocol = 'http', 'x-forwarded-host': named = host } = headers;
  if (host === undefined) return undefined;
  const isBelieved = (protocol !== 'http' || named !== host) && trusts(socket.remoteAddress ?? '', 0);
  const address = isBelieved ? `${String(protocol)}://${String(named)}` : `http://${host}`;
  return /^https?:\/\/[a-z\d.-]+(?::\d+)?$/.test(address) && URL.canParse(address)
    ? new URL(address).origin
    : undefined;
}

async function answer(
  options: AppOptions,
  { raw, base, own }: Asked,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of HEADERS) response.setHeader(name, value);
  const asked = askedOf(options, { func: FUNC, raw, lang: langOf(raw.lang), origin: own, base }, request);
  const call = { ...asked, session: undefined };
  let format: Format = xml;
  try {
    format = requestedFormat(FUNC, raw);
    const { doc } = await registerClick.call(call);
    sendDocument(response, format, call, doc);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    setWait(response, error, raw);
    sendError(response, format, call, error);
  }
}
