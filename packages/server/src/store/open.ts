import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql, type Transaction } from 'kysely';
import { migrate } from './migrate.ts';
import { openPostgres, postgresTypes } from './postgres.ts';
import type { Tables } from './schema.ts';
import { openSqlite, sqliteTypes } from './sqlite.ts';
import type { Turns } from './turns.ts';

/** The tables, with everything committed so far. */
export type Store = Kysely<Tables>;

/** The tables, inside a transaction: only calls of the database may be awaited while one is open. */
export type Writing = Transaction<Tables>;

/** There is no database where `DATABASE_URL` says. */
export class StoreUnreachable extends Error {
  constructor(cause: unknown) {
    const { message = '', code = '' } = cause as { message?: string; code?: string };
    super(`the database that DATABASE_URL names cannot be used: ${message || code}`, { cause });
  }
}

/**
 * Opens the store and brings its tables up to date.
 *
 * @param folder where the SQLite file `billref.sqlite` lies; made if it is missing
 * @param databaseUrl `postgres://…` to use PostgreSQL instead
 * @param turns those that the store takes with another thread of this process, on SQLite
 * @throws StoreUnreachable
 */
export async function openStore({
  folder,
  databaseUrl,
  turns,
}: {
  folder: string;
  databaseUrl?: string | undefined;
  turns?: Turns;
}): Promise<Store> {
  if (databaseUrl !== undefined) {
    const store = openPostgres(databaseUrl);
    await sql`select 1`.execute(store).catch(async (error: unknown) => {
      await store.destroy();
      throw new StoreUnreachable(error);
    });
    await migrate(store, postgresTypes);
    return store;
  }
  mkdirSync(folder, { recursive: true });
  const store = openSqlite(join(folder, 'billref.sqlite'), turns);
  await migrate(store, sqliteTypes);
  return store;
}
