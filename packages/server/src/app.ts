import type { AppOptions } from './app-options.ts';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { watchReadiness } from './health/readiness.ts';
import { readMultipart } from './http/multipart.ts';
import { answerCall } from './http/answer-call.ts';
import { answerFailure } from './http/answer-failure.ts';
import { healthRoutes } from './http/health.ts';
import { observe } from './http/observe.ts';
import { PATHS } from './http/paths.ts';
import { rawParameters } from './http/request.ts';
import { LARGEST_BODY, LONGEST_URL, MOST_PARAMETERS } from './http/request-limits.ts';
import { SECURITY_HEADERS } from './http/security-headers.ts';
import { style } from './pages/style.ts';

/** The Express app of the billing platform's side. It does not listen. */
export function buildApp(options: AppOptions): Express {
  const app = express();
  app.set('query parser', 'simple');
  app.set('trust proxy', options.trusts ?? false);
  app.disable('x-powered-by');
  // Answers are not kept by anybody, and to hash them takes time.
  app.disable('etag');
  app.use((_request, response, next) => {
    response.set(SECURITY_HEADERS);
    next();
  });
  const { readiness = watchReadiness(options.store), onAnswered } = options;
  app.use(healthRoutes(readiness));
  if (onAnswered !== undefined) app.use(observe(onAnswered, options.trusts));
  app.get('/billref.css', (_, response) => {
    response.type('css').set('Cache-Control', 'public, max-age=3600').send(style);
  });
  app.use((request, _response, next) => {
    if (request.url.length > LONGEST_URL) throw Object.assign(new Error('the address is too long'), { status: 414 });
    next();
  });
  app.use(express.urlencoded({ extended: false, limit: LARGEST_BODY, parameterLimit: MOST_PARAMETERS }), readMultipart);
  // The vendor's sample page writes a space behind the address, which reaches us as part of the path.
  app.use((request, _response, next) => {
    request.url = request.url.replace(/^([^?]*billmgr)%20(?=\?|$)/, '$1');
    next();
  });
  const serve = async (request: Request, response: Response): Promise<void> => {
    await answerCall(options, request, response);
  };
  app.route(PATHS).get(serve).post(serve);
  app.use((_, response) => {
    response.status(404).type('text').send('Not found\n');
  });
  app.use(failure(options));
  return app;
}

const failure =
  (options: AppOptions): ErrorRequestHandler =>
  // Express knows a handler of errors by its four parameters.
  (error: unknown, request, response, _next) => {
    const raw = rawParameters(request);
    answerFailure(options, response, { func: raw.func ?? '', raw }, error);
  };
