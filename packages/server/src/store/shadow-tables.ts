import { type RawBuilder, sql } from 'kysely';
import { isPostgres } from './is-postgres.ts';
import type { Store, Writing } from './open.ts';
import type { Tables } from './schema.ts';

/** A table as it is, for a query, where a shadow has its name. */
export type RealTable = (name: keyof Tables) => RawBuilder<unknown>;

/**
 * Does something that must not be seen, and of which nothing stays: in a transaction that is always taken back, in which
 * some tables are shadowed by empty temporary ones of the same names, columns, checks and indexes. Whoever reads or writes
 * them by their names has the shadows, for both databases look there first; all other tables are as they were when it began.
 * Nobody waits for it: no row of a real table is locked.
 *
 * @param store on SQLite one by `openSqliteToRead`, whose transactions do not wait for those who write
 * @param work only calls of the database may be awaited in it
 */
export async function withShadows<Result>(
  store: Store,
  tables: readonly (keyof Tables)[],
  work: (writing: Writing, real: RealTable) => Promise<Result>,
): Promise<Result> {
  const transaction = await store.startTransaction().setIsolationLevel('repeatable read').execute();
  try {
    const schema = await schemaOf(transaction);
    for (const table of tables) await shadow(transaction, table);
    return await work(transaction, (name) => sql.id(schema, name));
  } finally {
    await transaction.rollback().execute();
  }
}

async function schemaOf(writing: Writing): Promise<string> {
  if (!isPostgres(writing)) return 'main';
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(writing);
  return rows[0]?.schema ?? 'public';
}

async function shadow(writing: Writing, table: keyof Tables): Promise<void> {
  if (isPostgres(writing)) {
    await sql`create temporary table ${sql.table(table)} (like ${sql.table(table)} including all) on commit drop`.execute(
      writing,
    );
    return;
  }
  // How the table and its indexes were made, which SQLite keeps: https://sqlite.org/schematab.html
  const { rows } = await sql<{ sql: string }>`
    select sql from main.sqlite_schema where tbl_name = ${table} and sql is not null order by type = 'index'
  `.execute(writing);
  for (const { sql: made } of rows)
    await sql
      .raw(made.replace(/^CREATE TABLE/, 'CREATE TEMPORARY TABLE').replace(/^(CREATE (?:UNIQUE )?INDEX) /, '$1 temp.'))
      .execute(writing);
}
