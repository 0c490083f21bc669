import type { Request, Response } from 'express';
import type { AppOptions } from '../app-options.ts';
import { xml } from '../format/xml.ts';
import { auditActing } from '../call/audit.ts';
import { type BillmgrFunction, type Call, clientOf, staffOf, userOf } from '../call/declare.ts';
import { PlatformError } from '../call/platform-error.ts';
import { findFunction } from '../call/registry.ts';
import { loginAddress } from '../call/start-form.ts';
import { langOf } from '../call/words.ts';
import { answerPage } from '../pages/answer.tsx';
import { errorPage } from '../pages/error.tsx';
import { type Page, renderPage } from '../pages/page.tsx';
import { askedOf } from './asked.ts';
import { nameFunction } from './observe.ts';
import { allowReading } from './other-origins.ts';
import { basePath } from './paths.ts';
import { isSameOrigin, ownOrigin, rawParameters, wantsPage } from './request.ts';
import { requestedFormat, sendDocument, sendError, setWait } from './respond.ts';
import { setSessionCookie } from './session-cookie.ts';
import { receiveVisitor } from './visitor.ts';
import { whoAsks } from './who-asks.ts';

const UNKNOWN = { en: 'there is no function of this name', ru: 'нет функции с таким именем' };

/** Answers a request to a function: with a page for a person, with a document for a program. */
export async function answerCall(options: AppOptions, request: Request, response: Response): Promise<void> {
  response.set('Cache-Control', 'no-store');
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const raw = rawParameters(request);
  const page = wantsPage(request, raw);
  const func = raw.func ?? raw.startform ?? (page ? 'auth' : '');
  const declared = findFunction(func);
  if (declared !== undefined) {
    nameFunction(response, declared.name);
    await allowReading(declared, request, response, options);
  }

  const own = ownOrigin(request, options.publicUrl);
  const base = basePath(request.path);
  const lang = langOf(raw.lang);
  const asked = askedOf(options, { func, raw, lang, origin: own, base }, request);
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

  const { session } = visitor;
  let call: Call = { ...asked, lang: raw.lang ? lang : (session?.lang ?? lang), session };
  let format = xml;
  try {
    format = requestedFormat(func, raw);
    if (declared === undefined)
      throw new PlatformError(
        'missed',
        'func',
        func ? UNKNOWN : { en: `'func' is missing`, ru: `не указана 'func'` },
        func,
      );
    call = await whoAsks(call);
    if (page && declared.access !== 'public' && call.session?.user === undefined) {
      response.redirect(303, loginAddress(call));
      return;
    }
    allowCalling(declared, call, !visitor.byCookie || (request.method === 'POST' && isSameOrigin(request, own)));
    await auditActing(call, { saves: saves(declared, call) });
    const answer = await declared.call(call);
    if (answer.token !== undefined && visitor.mayKeepLogin) setSessionCookie(response, answer.token, secure);
    if (page && answer.goTo !== undefined) response.redirect(303, answer.goTo);
    else if (page) sendPage(response, answer.page ?? answerPage(func, answer.doc), call);
    else sendDocument(response, format, call, answer.doc);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    setWait(response, error, raw);
    if (page) sendPage(response, await refusalPage(declared, error, call), call);
    else sendError(response, format, call, error);
  }
}

/** What a browser shows of a refusal: the function's own page, or a plain one, also to those whom that one refuses. */
async function refusalPage(declared: BillmgrFunction | undefined, error: PlatformError, call: Call): Promise<Page> {
  try {
    return await (declared?.refused?.(error, call) ?? errorPage(error, call.lang));
  } catch (again) {
    if (!(again instanceof PlatformError)) throw again;
    return errorPage(error, call.lang);
  }
}

/** Whether a call is to change something. */
const saves = ({ changes }: BillmgrFunction, { raw }: Call): boolean =>
  changes === 'always' || (changes === 'with sok' && Boolean(raw.sok));

/** Refuses a call that whoever makes it may not make. */
function allowCalling(declared: BillmgrFunction, call: Call, ownOrNoCookie: boolean): void {
  if (declared.access === 'client') clientOf(call);
  if (declared.access === 'provider') staffOf(call);
  if (declared.access === 'either') userOf(call);
  if (saves(declared, call) && !ownOrNoCookie)
    throw new PlatformError('access', 'origin', {
      en: 'only a form of this site may do that',
      ru: 'это может только форма этого сайта',
    });
}

function sendPage(response: Response, page: Page, call: Call): void {
  response.type('html').send(renderPage(page, call));
}
