import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { copySqlite } from '../store/copy-sqlite.ts';
import { sqliteFile } from '../store/open.ts';

/**
 * Copies the database into a file that is not there yet, whether or not a server runs.
 *
 * @throws RangeError where the database is on PostgreSQL, there is none, or the file cannot be written
 */
export function backup({ folder, databaseUrl }: Config, file: string): void {
  if (databaseUrl !== undefined)
    throw new RangeError('DATABASE_URL names a database of PostgreSQL: pg_dump backs that up, while servers run, too');
  const database = sqliteFile(folder);
  if (!existsSync(database)) throw new RangeError(`there is no database ${database}; BILLREF_DIR names its folder`);
  if (existsSync(file)) throw new RangeError(`'${file}' is there already`);
  try {
    copySqlite(database, resolve(file));
  } catch (error) {
    throw new RangeError(`'${file}' cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  console.log(`${file} is a copy of ${database}`);
}
