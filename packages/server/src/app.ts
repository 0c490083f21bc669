import type { AppOptions } from './app-options.ts';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import helmet from 'helmet';
import { xml } from './format/xml.ts';
import { PlatformError } from './call/platform-error.ts';
import { findFunction } from './call/registry.ts';
import { readMultipart } from './http/multipart.ts';
import { answerCall } from './http/answer-call.ts';
import { PATHS } from './http/paths.ts';
import { sendError } from './http/respond.ts';
import { style } from './pages/style.ts';

/** The Express app of the billing platform's side. It does not listen. */
export function buildApp(options: AppOptions): Express {
  const app = express();
  app.set('query parser', 'simple');
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          styleSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      // Not `no-referrer`: it turns the Origin of a page's own form into `null`, and with it the proof of where a
      // payment came from in browsers without Sec-Fetch-Site. Other sites learn nothing either way.
      referrerPolicy: { policy: 'same-origin' },
      // What another origin may read is decided for each function.
      crossOriginResourcePolicy: false,
      // Whether a host and all its subdomains speak https only is its owner's to say.
      strictTransportSecurity: false,
    }),
  );
  app.get('/billref.css', (_, response) => {
    response.type('css').set('Cache-Control', 'public, max-age=3600').send(style);
  });
  app.use(express.urlencoded({ extended: false, limit: '64kb' }), readMultipart);
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

/** A request that cannot be read is its sender's mistake and says so; anything else is ours. */
const failure = ({ onFailure }: AppOptions): ErrorRequestHandler => {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = clientStatus(error);
    // Who may read the answer of a function may read why it failed, too.
    const func = typeof request.query.func === 'string' ? request.query.func : '';
    if (findFunction(func)?.readableBy === 'anyone') response.set('Access-Control-Allow-Origin', '*');
    if (status === undefined) onFailure(error);
    const told = new PlatformError(
      'value',
      'request',
      status === undefined
        ? { en: 'the server failed', ru: 'ошибка сервера' }
        : { en: 'the request cannot be read', ru: 'запрос не удалось прочитать' },
    );
    response.status(status ?? 500);
    sendError(response, xml, { func, lang: 'en', raw: {}, base: '/billmgr', origin: '' }, told);
  };
};

function clientStatus(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
