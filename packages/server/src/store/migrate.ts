import { type Kysely, sql } from 'kysely';
import type { ColumnTypes } from './column-types.ts';
import { clickToPayment } from './migrations/0001-click-to-payment.ts';
import { filtersAndAudit } from './migrations/0002-filters-and-audit.ts';
import { programsAndRules } from './migrations/0003-programs-and-rules.ts';
import { loginsAndMail } from './migrations/0004-logins-and-mail.ts';
import { moneyFromOutside } from './migrations/0005-money-from-outside.ts';
import { pricesAndOrders } from './migrations/0006-prices-and-orders.ts';
import { erasedAccounts } from './migrations/0007-erased-accounts.ts';
import { refusalsAndEntries } from './migrations/0009-refusals-and-entries.ts';
import { judgedRewards } from './migrations/0010-judged-rewards.ts';
import { runsInSlices } from './migrations/0011-runs-in-slices.ts';
import { appendOnlyLedger } from './migrations/0012-append-only-ledger.ts';
import { clicksByMonth } from './migrations/0013-clicks-by-month.ts';
import type { Tables } from './schema.ts';

/** In their order. One that was published is never edited: a change is a new one. */
const migrations: readonly { name: string; statements: (types: ColumnTypes) => readonly string[] }[] = [
  { name: '0001-click-to-payment', statements: clickToPayment },
  { name: '0002-filters-and-audit', statements: filtersAndAudit },
  { name: '0003-programs-and-rules', statements: programsAndRules },
  { name: '0004-logins-and-mail', statements: loginsAndMail },
  { name: '0005-money-from-outside', statements: moneyFromOutside },
  { name: '0006-prices-and-orders', statements: pricesAndOrders },
  { name: '0007-erased-accounts', statements: erasedAccounts },
  { name: '0009-refusals-and-entries', statements: refusalsAndEntries },
  { name: '0010-judged-rewards', statements: judgedRewards },
  { name: '0011-runs-in-slices', statements: runsInSlices },
  { name: '0012-append-only-ledger', statements: appendOnlyLedger },
  { name: '0013-clicks-by-month', statements: clicksByMonth },
];

/** The database was brought up to date by a later version of this program. */
export class StoreTooNew extends Error {
  constructor(name: string) {
    super(`the database is of a later version of billref, by its migration ${name}; there is no way back but a backup`);
  }
}

/**
 * Brings the tables up to date, wholly or not at all, however many processes start at once. There are no ways back.
 *
 * Kysely's own migrator runs without a transaction on SQLite, and so could leave half a migration behind.
 *
 * @param before is told the number of the first migration that is missing, `0012`, while nobody can write and nothing is
 *   changed yet, unless there was no table at all
 * @throws StoreTooNew
 */
export async function migrate(
  db: Kysely<Tables>,
  types: ColumnTypes,
  { before }: { before?: (number: string) => void } = {},
): Promise<void> {
  await db.transaction().execute(async (writing) => {
    if (types.migrationLock !== undefined) await sql.raw(types.migrationLock).execute(writing);
    await sql`create table if not exists migration (name text primary key)`.execute(writing);
    const done = await sql<{ name: string }>`select name from migration`.execute(writing);
    const names = new Set(done.rows.map(({ name }) => name));
    const known = new Set(migrations.map(({ name }) => name));
    for (const name of names) if (!known.has(name)) throw new StoreTooNew(name);
    const missing = migrations.filter(({ name }) => !names.has(name));
    const [first] = missing;
    if (first !== undefined && names.size > 0) before?.(first.name.slice(0, 4));
    for (const { name, statements } of missing) {
      for (const statement of statements(types)) await sql.raw(statement).execute(writing);
      await sql`insert into migration (name) values (${name})`.execute(writing);
    }
  });
}
