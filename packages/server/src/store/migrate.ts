import { type Kysely, sql } from 'kysely';
import type { ColumnTypes } from './column-types.ts';
import { clickToPayment } from './migrations/0001-click-to-payment.ts';
import type { Tables } from './schema.ts';

/** In their order. One that was published is never edited: a change is a new one. */
const migrations: readonly { name: string; statements: (types: ColumnTypes) => readonly string[] }[] = [
  { name: '0001-click-to-payment', statements: clickToPayment },
];

/**
 * Brings the tables up to date, wholly or not at all, however many processes start at once.
 *
 * Kysely's own migrator runs without a transaction on SQLite, and so could leave half a migration behind.
 */
export async function migrate(db: Kysely<Tables>, types: ColumnTypes): Promise<void> {
  await db.transaction().execute(async (writing) => {
    if (types.migrationLock !== undefined) await sql.raw(types.migrationLock).execute(writing);
    await sql`create table if not exists migration (name text primary key)`.execute(writing);
    const done = await sql<{ name: string }>`select name from migration`.execute(writing);
    const names = new Set(done.rows.map(({ name }) => name));
    for (const { name, statements } of migrations) {
      if (names.has(name)) continue;
      for (const statement of statements(types)) await sql.raw(statement).execute(writing);
      await sql`insert into migration (name) values (${name})`.execute(writing);
    }
  });
}
