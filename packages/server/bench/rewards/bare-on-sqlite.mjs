// Puts what a run has written into a database where it has not run, by bare statements, and prints what it took.
//
// node bare-on-sqlite.mjs WHERE-IT-RAN WHERE-IT-HAS-NOT
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { RUN_WRITES } from '../../testing/run-writes.mjs';
import { measured } from '../measured.mjs';

const [ran, bare] = process.argv.slice(2).map((folder) => join(folder, 'billref.sqlite'));

const took = await measured(() => {
  const database = new SqliteDatabase(bare);
  // As a run has it. With foreign keys SQLite copies row by row, and no pages.
  for (const setting of ['journal_mode = WAL', 'synchronous = normal', 'foreign_keys = on', 'wal_autocheckpoint = 0'])
    database.pragma(setting);
  database.pragma('cache_size = -32768');
  // It has just been written, and so lies in memory.
  database.exec(`attach '${ran}' as ran`);
  for (const table of RUN_WRITES) database.exec(`insert into main.${table} select * from ran.${table} order by rowid`);
  database.close();
});
console.log(JSON.stringify(took));
