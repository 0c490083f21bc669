import type { Request, Response } from 'express';
import type { AppOptions } from '../app-options.ts';
import { xml } from '../format/xml.ts';
import type { Call } from '../functions/function.ts';
import { PlatformError } from '../functions/platform-error.ts';
import { findFunction } from '../functions/registry.ts';
import { loginAddress } from '../functions/start-form.ts';
import { errorPage } from '../pages/error.tsx';
import { type Page, renderPage } from '../pages/page.tsx';
import { findSession } from '../sessions/session.ts';
import { keepArrival } from './arrival.ts';
import { allowReading, mayLogIn } from './other-origins.ts';
import { isSameOrigin, isTopLevelVisit, ownOrigin, rawParameters, wantsPage } from './request.ts';
import { requestedFormat, sendDocument, sendError } from './respond.ts';
import { sessionCookie, setSessionCookie } from './session-cookie.ts';

/** Answers a request to a function: with a page for a person, with a document for a program. */
export async function answerCall(options: AppOptions, request: Request, response: Response): Promise<void> {
  const { store, logs, publicUrl, clock = Date.now } = options;
  response.set('Cache-Control', 'no-store');
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const raw = rawParameters(request);
  const now = clock();
  const own = ownOrigin(request, publicUrl);
  const page = wantsPage(request, raw);

  // A script of any site may call back: it gets nothing by the visitor's cookie.
  const cookie = raw.callback === undefined ? sessionCookie(request) : undefined;
  const byParameter = raw.auth;
  const token = byParameter ?? cookie;
  const found = token === undefined ? undefined : await findSession(store, token, now);
  const visit = { store, logs, now, raw, referer: request.get('referer') };
  const session =
    page && isTopLevelVisit(request) ? await keepArrival(visit, found, new URL(request.path, own)) : found;
  if (session !== undefined && session.token !== token)
    setSessionCookie(response, session.token, own.startsWith('https:'));

  const func = raw.func ?? raw.startform ?? (page ? (session?.user ? 'dashboard' : 'auth') : '');
  const call: Call = { ...visit, func, session, base: request.path };
  const declared = findFunction(func);
  let format = xml;
  try {
    format = requestedFormat(func, raw);
    if (declared === undefined)
      throw new PlatformError(
        'missed',
        'func',
        func === '' ? `'func' is missing` : `there is no function of this name`,
        func,
      );
    await allowReading(declared, request, response, store);
    if (declared.access === 'client' && session?.user?.account === undefined) {
      if (page) {
        response.redirect(303, loginAddress(call));
        return;
      }
      throw new PlatformError('access', 'session', 'log in first');
    }
    if (
      declared.ownPost &&
      raw.sok &&
      byParameter === undefined &&
      !(request.method === 'POST' && isSameOrigin(request, own))
    )
      throw new PlatformError('access', 'origin', 'only a form of this site may do that');
    const answer = await declared.answer(call);
    if (answer.token !== undefined && raw.callback === undefined && (await mayLogIn(request, own, store)))
      setSessionCookie(response, answer.token, own.startsWith('https:'));
    if (page && answer.goTo !== undefined) response.redirect(303, answer.goTo);
    else if (page && answer.page !== undefined) await sendPage(response, answer.page, call);
    else sendDocument(response, format, func, answer.doc);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    if (page) await sendPage(response, await (declared?.refused?.(error, call) ?? errorPage(error)), call);
    else sendError(response, format, func, error);
  }
}

async function sendPage(response: Response, page: Page, call: Call): Promise<void> {
  response.type('html').send(await renderPage(page, call));
}
