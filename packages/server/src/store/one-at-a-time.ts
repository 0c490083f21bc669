import { setTimeout } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { isPostgres } from './is-postgres.ts';
import type { Store } from './open.ts';
import type { Tables } from './schema.ts';

/** How often a process looks whether the other has come to an end, in milliseconds. */
const LOOK = 100;

/**
 * Does something that one process of all those on this database does at a time: others wait until it is done. A process
 * that dies lets go of it.
 *
 * @param work gets a connection that nobody else uses meanwhile
 * @param onWait is told once, where another process is at it
 */
export async function oneAtATime<Result>(
  store: Store,
  work: (connection: Kysely<Tables>) => Promise<Result>,
  onWait?: () => void,
): Promise<Result> {
  return store.connection().execute(async (connection) => {
    const letGo = await (isPostgres(store) ? holdOnPostgres : holdOnSqlite)(connection, onWait);
    try {
      return await work(connection);
    } finally {
      await letGo();
    }
  });
}

async function holdOnPostgres(connection: Kysely<Tables>, onWait?: () => void): Promise<() => Promise<void>> {
  const key = sql`hashtext('billref run ' || current_schema())`;
  const tried = await sql<{ held: boolean }>`select pg_try_advisory_lock(${key}) as held`.execute(connection);
  if (tried.rows[0]?.held !== true) {
    onWait?.();
    await sql`select pg_advisory_lock(${key})`.execute(connection);
  }
  return async () => {
    await sql`select pg_advisory_unlock(${key})`.execute(connection);
  };
}

/** Locks a file beside the database's, which stays free for everybody else. */
async function holdOnSqlite(connection: Kysely<Tables>, onWait?: () => void): Promise<() => Promise<void>> {
  const {
    rows: [main],
  } = await sql<{ file: string }>`select file from pragma_database_list where name = 'main'`.execute(connection);
  const lock = new SqliteDatabase(`${main?.file ?? ''}-run`, { timeout: 0 });
  for (let waits = false; ; waits = true)
    try {
      lock.exec('begin exclusive');
      break;
    } catch (error) {
      // By its code: where the driver is loaded twice, as tests do, its errors are of the class of the first.
      if ((error as { code?: unknown }).code !== 'SQLITE_BUSY') throw error;
      if (!waits) onWait?.();
      await setTimeout(LOOK);
    }
  return () => Promise.resolve(void lock.close());
}
