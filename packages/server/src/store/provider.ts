import { sql } from 'kysely';
import type { Writing } from './open.ts';

/** A provider and the login of its administrator. */
export interface NewProvider {
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly timezone: string;
  readonly email: string;
  /** The hash of the administrator's password. */
  readonly passwd: string;
}

/**
 * Adds a provider with its administrator.
 *
 * @throws RangeError naming what is not valid
 */
export async function addProvider(writing: Writing, provider: NewProvider, now: number): Promise<number> {
  const { name, timezone, email, passwd } = provider;
  if (!isTimeZone(timezone)) throw new RangeError(`'${timezone}' is no time zone; write it as Europe/Berlin`);
  const currency = await currencyOf(writing, provider.currency);
  const { id: project } = await writing
    .insertInto('project')
    .values({ name, currency, timezone, cdate: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  const user = await writing
    .insertInto('user')
    .values({ project, account: null, email: email.toLowerCase(), realname: name, passwd, cdate: now })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (user === undefined) throw new RangeError(`'${email}' is registered already`);
  return project;
}

function isTimeZone(timezone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timezone }).format() !== '';
  } catch {
    return false;
  }
}

/** The id of a currency by its ISO code; one that is new is added. */
export async function currencyOf(writing: Writing, iso: string): Promise<number> {
  // Two that add a currency at once would take the same id: the second waits for the first, by the euro's row.
  await sql`update currency set iso = iso where iso = 'EUR'`.execute(writing);
  const known = await writing.selectFrom('currency').select(['id', 'iso']).orderBy('id').execute();
  const found = known.find((currency) => currency.iso === iso);
  if (found !== undefined) return found.id;
  if (!Intl.supportedValuesOf('currency').includes(iso))
    throw new RangeError(`'${iso}' is no currency; write it as EUR`);
  const exponent =
    new Intl.NumberFormat('en', { style: 'currency', currency: iso }).resolvedOptions().maximumFractionDigits ?? 2;
  const id = Math.max(...known.map((currency) => currency.id)) + 1;
  await writing.insertInto('currency').values({ id, iso, exponent }).execute();
  return id;
}
