import type { Request, Response } from 'express';
import { sql } from 'kysely';
import type { AppOptions } from '../app-options.ts';
import type { BillmgrFunction } from '../call/declare.ts';

/** Lets pages of other origins read the answer, as far as the function allows; never with their cookies. */
export async function allowReading(
  { readableBy }: BillmgrFunction,
  request: Request,
  response: Response,
  options: AppOptions,
): Promise<void> {
  if (readableBy === 'nobody') {
    response.set('Cross-Origin-Resource-Policy', 'same-origin');
  } else if (readableBy === 'anyone') {
    response.set('Access-Control-Allow-Origin', '*');
  } else {
    response.vary('Origin');
    const origin = request.get('origin');
    if (origin !== undefined && (await isOurSite(origin, options))) response.set('Access-Control-Allow-Origin', origin);
  }
}

/** Whether an origin is a site of ours: that of a program's Website URL, or one that the operator has added. */
export async function isOurSite(origin: string, { store, siteOrigins = [] }: AppOptions): Promise<boolean> {
  if (siteOrigins.includes(origin)) return true;
  const site = `${origin}/`;
  const program = await store
    .selectFrom('referralprogram')
    .where(sql<string>`substr(website, 1, ${site.length})`, '=', site)
    .select('id')
    .limit(1)
    .executeTakeFirst();
  return program !== undefined;
}
