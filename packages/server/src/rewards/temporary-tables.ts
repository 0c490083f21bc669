import { type Kysely, type RawBuilder, sql } from 'kysely';
import { isPostgres } from '../store/is-postgres.ts';
import type { Tables } from '../store/schema.ts';

/** Makes a table that this connection alone sees. One that a stopped run has left on it goes. */
async function makeTable(connection: Kysely<Tables>, name: string, columns: RawBuilder<unknown>): Promise<void> {
  await dropTable(connection, name);
  await sql`create temporary table ${sql.table(name)} (${columns})`.execute(connection);
}

/** Makes such a table whose rows are looked up by a key. SQLite keeps them in its order, and finds them in one search. */
export async function makeKeyed(
  connection: Kysely<Tables>,
  name: string,
  { columns, key }: { columns: RawBuilder<unknown>; key: RawBuilder<unknown> },
): Promise<void> {
  await dropTable(connection, name);
  await sql`
    create temporary table ${sql.table(name)} (${columns}, primary key (${key}))
    ${isPostgres(connection) ? sql`` : sql`without rowid`}
  `.execute(connection);
}

/** Makes such a table whose rows are numbered, by `n` from 1, in the order in which they are put in. */
export async function makeNumbered(
  connection: Kysely<Tables>,
  name: string,
  columns: RawBuilder<unknown>,
): Promise<void> {
  const n = isPostgres(connection)
    ? sql`n bigint generated always as identity primary key`
    : sql`n integer primary key`;
  await makeTable(connection, name, sql`${n}, ${columns}`);
}

/** Takes such a table away. */
export async function dropTable(connection: Kysely<Tables>, name: string): Promise<void> {
  await sql`drop table if exists ${sql.table(name)}`.execute(connection);
}

/** Takes all rows out of such a table, whose numbers begin again. PostgreSQL would keep deleted ones until it is swept. */
export async function emptyTable(connection: Kysely<Tables>, name: string): Promise<void> {
  await (
    isPostgres(connection) ? sql`truncate ${sql.table(name)} restart identity` : sql`delete from ${sql.table(name)}`
  ).execute(connection);
}

/** Lets PostgreSQL count what was put into such a table: nothing else does, and it plans by it. */
export async function countTable(connection: Kysely<Tables>, name: string): Promise<void> {
  if (isPostgres(connection)) await sql`analyze ${sql.table(name)}`.execute(connection);
}
