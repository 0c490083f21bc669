import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';

/**
 * Copies a database file as it is at this instant, while others go on reading and writing it. The backup interface of SQLite
 * begins anew after each of their writes, and so never ends beside a busy server; `VACUUM INTO` reads one snapshot.
 *
 * The copy has its name when it is whole and on the disk, and takes the place of what had that name. Whoever may not read the
 * database may not read the copy.
 */
export function copySqlite(file: string, copy: string): void {
  const unfinished = `${copy}.unfinished-${String(process.pid)}`;
  const database = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
  try {
    // SQLite writes into a file that is there if it is empty.
    closeSync(openSync(unfinished, 'wx', statSync(file).mode));
    database.prepare('vacuum into ?').run(unfinished);
    sync(unfinished);
    renameSync(unfinished, copy);
    sync(dirname(copy));
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    database.close();
  }
}

/** Waits until a file, or what a folder says of its files, is on the disk. */
function sync(path: string): void {
  const opened = openSync(path, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
