import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely, Transaction } from 'kysely';
import { migrate } from './migrate.ts';
import { openPostgres, postgresTypes } from './postgres.ts';
import type { Tables } from './schema.ts';
import { openSqlite, sqliteTypes } from './sqlite.ts';

/** The tables, with everything committed so far. */
export type Store = Kysely<Tables>;

/** The tables, inside a transaction: only calls of the database may be awaited while one is open. */
export type Writing = Transaction<Tables>;

/**
 * Opens the store and brings its tables up to date.
 *
 * @param folder where the SQLite file `billref.sqlite` lies; made if it is missing
 * @param databaseUrl `postgres://…` to use PostgreSQL instead
 */
export async function openStore({
  folder,
  databaseUrl,
}: {
  folder: string;
  databaseUrl?: string | undefined;
}): Promise<Store> {
  if (databaseUrl !== undefined) {
    const store = openPostgres(databaseUrl);
    await migrate(store, postgresTypes);
    return store;
  }
  mkdirSync(folder, { recursive: true });
  const store = openSqlite(join(folder, 'billref.sqlite'));
  await migrate(store, sqliteTypes);
  return store;
}
