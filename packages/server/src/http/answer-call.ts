import type { Request, Response } from 'express';
import type { AppOptions } from '../app-options.ts';
import { xml } from '../format/xml.ts';
import type { BillmgrFunction, Call } from '../functions/function.ts';
import { PlatformError } from '../functions/platform-error.ts';
import { findFunction } from '../functions/registry.ts';
import { loginAddress } from '../functions/start-form.ts';
import { errorPage } from '../pages/error.tsx';
import { type Page, renderPage } from '../pages/page.tsx';
import { allowReading } from './other-origins.ts';
import { basePath } from './paths.ts';
import { isSameOrigin, ownOrigin, rawParameters, wantsPage } from './request.ts';
import { requestedFormat, sendDocument, sendError } from './respond.ts';
import { setSessionCookie } from './session-cookie.ts';
import { receiveVisitor } from './visitor.ts';

/** Answers a request to a function: with a page for a person, with a document for a program. */
export async function answerCall(options: AppOptions, request: Request, response: Response): Promise<void> {
  response.set('Cache-Control', 'no-store');
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const { store, logs, clock = Date.now } = options;
  const raw = rawParameters(request);
  const page = wantsPage(request, raw);
  const func = raw.func ?? raw.startform ?? (page ? 'auth' : '');
  const declared = findFunction(func);
  if (declared !== undefined) await allowReading(declared, request, response, options);

  const own = ownOrigin(request, options.publicUrl);
  const base = basePath(request.path);
  const asked = { func, raw, base, store, logs, now: clock(), referer: request.get('referer') };
  const visitor = await receiveVisitor(asked, { request, own, page, declared, options });
  if (visitor.kind === 'again') {
    response.redirect(303, visitor.address);
    return;
  }
  if (visitor.kind === 'too-early') {
    response.status(503).end();
    return;
  }
  const secure = own.startsWith('https:');
  if (visitor.newToken !== undefined) setSessionCookie(response, visitor.newToken, secure);

  const call: Call = { ...asked, session: visitor.session };
  let format = xml;
  try {
    format = requestedFormat(func, raw);
    if (declared === undefined)
      throw new PlatformError('missed', 'func', func ? `there is no function of this name` : `'func' is missing`, func);
    if (page && declared.access === 'client' && call.session?.user === undefined) {
      response.redirect(303, loginAddress(call));
      return;
    }
    allowCalling(declared, call, !visitor.byCookie || (request.method === 'POST' && isSameOrigin(request, own)));
    const answer = await declared.answer(call);
    if (answer.token !== undefined && visitor.mayKeepLogin) setSessionCookie(response, answer.token, secure);
    if (page && answer.goTo !== undefined) response.redirect(303, answer.goTo);
    else if (page && answer.page !== undefined) await sendPage(response, answer.page, call);
    else sendDocument(response, format, func, answer.doc);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    if (page) await sendPage(response, await (declared?.refused?.(error, call) ?? errorPage(error)), call);
    else sendError(response, format, func, error);
  }
}

/** Refuses a call that whoever makes it may not make. */
function allowCalling({ access, ownPost }: BillmgrFunction, { session, raw }: Call, ownOrNoCookie: boolean): void {
  if (access === 'client' && session?.user === undefined) throw new PlatformError('access', 'session', 'log in first');
  if (access === 'client' && session?.user?.account === undefined)
    throw new PlatformError('access', 'account', 'this is for clients; you are logged in for the provider');
  if (ownPost && raw.sok && !ownOrNoCookie)
    throw new PlatformError('access', 'origin', 'only a form of this site may do that');
}

async function sendPage(response: Response, page: Page, call: Call): Promise<void> {
  response.type('html').send(await renderPage(page, call));
}
