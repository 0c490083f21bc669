import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql, type Transaction } from 'kysely';
import { copySqlite } from './copy-sqlite.ts';
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

/** The file of the database in a folder. */
export const sqliteFile = (folder: string): string => join(folder, 'billref.sqlite');

/**
 * Opens the store and brings its tables up to date. A SQLite file that is changed for that is copied before, beside it.
 *
 * @param folder where the SQLite file `billref.sqlite` lies; made if it is missing
 * @param databaseUrl `postgres://…` to use PostgreSQL instead
 * @param turns those that the store takes with another thread of this process, on SQLite
 * @throws StoreUnreachable, StoreTooNew
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
    return orClosed(store, async () => {
      await sql`select 1`.execute(store).catch((error: unknown) => {
        throw new StoreUnreachable(error);
      });
      await migrate(store, postgresTypes);
    });
  }
  mkdirSync(folder, { recursive: true });
  const file = sqliteFile(folder);
  const store = openSqlite(file, turns);
  return orClosed(store, () =>
    migrate(store, sqliteTypes, {
      // By another connection, which sees what was committed before.
      before: (number) => {
        copySqlite(file, `${file}.before-${number}`);
      },
    }),
  );
}

/** A store that has been prepared; one that cannot be is closed, for its connections would keep the process alive. */
async function orClosed(store: Store, prepare: () => Promise<void>): Promise<Store> {
  try {
    await prepare();
    return store;
  } catch (error) {
    await store.destroy();
    throw error;
  }
}
