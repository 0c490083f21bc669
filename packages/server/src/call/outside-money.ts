import { z } from 'zod';
import { startOfDay } from '../referral/local-day.ts';
import type { Store, Writing } from '../store/open.ts';
import { currencyOfProvider } from '../store/provider-currency.ts';
import type { Currency } from '../store/tariffs.ts';
import type { SessionUser } from '../sessions/session.ts';
import { PlatformError } from './platform-error.ts';

/** When something happened: a day of the provider's, or an instant with its offset. */
export const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/**
 * The instant that `cdate` names: a day is where it begins for the provider; now by default.
 *
 * @throws PlatformError if it has not come yet
 */
export function instantOf(cdate: string | undefined, { timezone }: { timezone: string }, now: number): number {
  if (cdate === undefined) return now;
  const instant = cdate.includes('T') ? Date.parse(cdate) : startOfDay(cdate, timezone);
  if (instant <= now) return instant;
  throw new PlatformError('value', 'cdate', { en: `'cdate' has not come yet`, ru: `'cdate' ещё не наступила` }, cdate);
}

/**
 * The currency of this code; the provider's own by default.
 *
 * @throws PlatformError if the provider knows no such currency
 */
export async function currencyNamed(
  store: Store | Writing,
  iso: string | undefined,
  { project }: Pick<SessionUser, 'project'>,
): Promise<Currency> {
  if (iso === undefined) return currencyOfProvider(store, project);
  const found = await store
    .selectFrom('currency')
    .where('iso', '=', iso)
    .select(['id', 'iso', 'exponent'])
    .executeTakeFirst();
  if (found !== undefined) return found;
  const words = { en: `there is no such currency here`, ru: `такой валюты здесь нет` };
  throw new PlatformError('value', 'currency', words, iso);
}

/** The error where something else was told before by the same name. */
export const toldAnother = (external_id: string): PlatformError =>
  new PlatformError(
    'exists',
    'external_id',
    { en: `something else has this 'external_id'`, ru: `с этим 'external_id' записано другое` },
    external_id,
  );
