import type { Request, Response } from 'express';
import type { BillmgrFunction } from '../functions/function.ts';
import type { Store } from '../store/open.ts';
import { foreignOrigin } from './request.ts';

/** Lets pages of other origins read the answer, as far as the function allows; never with their cookies. */
export async function allowReading(
  { readableBy }: BillmgrFunction,
  request: Request,
  response: Response,
  store: Store,
): Promise<void> {
  if (readableBy === 'nobody') {
    response.set('Cross-Origin-Resource-Policy', 'same-origin');
  } else if (readableBy === 'anyone') {
    response.set('Access-Control-Allow-Origin', '*');
  } else {
    response.vary('Origin');
    const origin = request.get('origin');
    if (origin !== undefined && (await isProgramSite(origin, store)))
      response.set('Access-Control-Allow-Origin', origin);
  }
}

/**
 * Whether a login that a request brought about may be kept in the browser: not if a page of another site sent it, for
 * that could log the visitor in as somebody else, unless the site is a program's.
 */
export async function mayLogIn(request: Request, own: string, store: Store): Promise<boolean> {
  const foreign = foreignOrigin(request, own);
  return foreign === undefined || isProgramSite(foreign, store);
}

async function isProgramSite(origin: string, store: Store): Promise<boolean> {
  const programs = await store.selectFrom('referralprogram').select('url').execute();
  return programs.some(({ url }) => new URL(url).origin === origin);
}
