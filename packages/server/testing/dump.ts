import { sql } from 'kysely';
import { isPostgres } from '../src/store/is-postgres.ts';
import type { Store } from '../src/store/open.ts';

/** Everything that a database holds: all rows of all tables, and the numbers that were given. */
export async function dumpOf(store: Store): Promise<Readonly<Record<string, unknown>>> {
  const onPostgres = isPostgres(store);
  const { rows: tables } = await (
    onPostgres
      ? sql<{ name: string }>`select relname as name from pg_class
          where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition`
      : // Among them is the one that counts ids.
        sql<{ name: string }>`select name from sqlite_schema where type = 'table'`
  ).execute(store);
  const dump: Record<string, unknown> = {};
  for (const { name } of tables) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(store);
    dump[name] = rows.map((row) => JSON.stringify(row)).sort();
  }
  if (onPostgres) {
    const numbers = sql`select sequencename, last_value from pg_sequences where schemaname = current_schema() order by 1`;
    dump.sequences = (await numbers.execute(store)).rows;
  }
  return dump;
}
