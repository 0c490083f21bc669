import { setImmediate } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import { databaseFailure } from './database-failure.ts';
import { isPostgres } from './is-postgres.ts';
import type { Store } from './open.ts';

const DAY = 86_400_000;

/** A click without a partner can be claimed for seven days (`attribute.ts`). */
const PARTNERLESS_DAYS = 8;

/** How many are deleted in one statement, which others wait for. */
const TOGETHER = 500;

/**
 * Forgets the clicks that are too old; what came of one is with its referral. On PostgreSQL it makes the tables of the month
 * and the next, too, and forgets whole months; where somebody reads clicks for long, it does so another time.
 *
 * @param days how long clicks are kept
 */
export async function keepClicks(store: Store, now: number, days: number): Promise<void> {
  const oldest = now - days * DAY;
  if (isPostgres(store)) {
    if (!(await keepMonths(store, now, oldest))) return;
  } else {
    // Ids begin with their time in seconds, so that the key finds the oldest.
    const first = String(Math.floor(oldest / 1000));
    await inSlices(store, sql`sesid < ${first} and cdate < ${oldest}`);
  }
  await inSlices(store, sql`referer_account is null and cdate < ${now - PARTNERLESS_DAYS * DAY}`);
}

/** Makes and forgets tables of months; whether it could: not while somebody reads clicks for long, as a backup does. */
async function keepMonths(store: Store, now: number, oldest: number): Promise<boolean> {
  const nextMonth = new Date(now).setUTCDate(1) + 32 * DAY;
  try {
    for (const instant of [now, nextMonth])
      await sql`select referralprogram_click_month(cast(${instant} as bigint))`.execute(store);
    await sql`select referralprogram_click_forget(cast(${oldest} as bigint))`.execute(store);
    return true;
  } catch (error) {
    if (databaseFailure(error) === 'locked') return false;
    throw error;
  }
}

/** Deletes clicks a few at a time, and lets others in between. */
async function inSlices(store: Store, which: RawBuilder<unknown>): Promise<void> {
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from referralprogram_click
      where sesid in (select sesid from referralprogram_click where ${which} limit ${sql.lit(TOGETHER)})
    `.execute(store);
    if (numAffectedRows < TOGETHER) return;
    await setImmediate();
  }
}
