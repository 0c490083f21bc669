import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';

/**
 * A connection to the database of a place (`places.mjs`) that knows nothing of billref, to make up data and to look at
 * what a run has written.
 *
 * @returns {Promise<{
 *   rows: (sql: string) => Promise<Record<string, unknown>[]>,
 *   execute: (sql: string) => Promise<void>,
 *   fill: (table: string, columns: string[], rows: unknown[][]) => Promise<void>,
 *   close: () => Promise<void>,
 * }>} `execute` takes several statements, `fill` puts rows into a table in their order
 */
export const connect = (place) => (place.database === undefined ? toSqlite(place) : toPostgres(place));

async function toSqlite({ folder }) {
  const database = new SqliteDatabase(join(folder, 'billref.sqlite'));
  // Enough to put many rows into all indexes at once; what is made up need not survive a power cut.
  database.pragma('cache_size = -262144');
  database.pragma('synchronous = off');
  return {
    rows: async (sql) => database.prepare(sql).all(),
    execute: async (sql) => void database.exec(sql),
    fill: async (table, columns, rows) => {
      const insert = database.prepare(`insert into "${table}" (${names(columns)}) values (${columns.map(() => '?')})`);
      for (const row of rows) insert.run(row);
    },
    close: async () => void database.close(),
  };
}

async function toPostgres({ env: { DATABASE_URL } }) {
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  return {
    rows: async (sql) => (await client.query(sql)).rows,
    execute: async (sql) => void (await client.query(sql)),
    fill: async (table, columns, rows) => {
      const objects = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
      await client.query(
        `insert into "${table}" (${names(columns)})
          select ${names(columns)} from json_populate_recordset(null::"${table}", $1)`,
        [JSON.stringify(objects)],
      );
    },
    close: () => client.end(),
  };
}

const names = (columns) => columns.map((column) => `"${column}"`).join();
