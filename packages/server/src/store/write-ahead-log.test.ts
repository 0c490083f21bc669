import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { sql } from 'kysely';
import { openSqlite } from './sqlite.ts';

const MB = 1024 * 1024;

test('the log grows while somebody reads in one transaction, is at most 64 MB after that, and stays below', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
  const file = join(folder, 'billref.sqlite');
  const store = openSqlite(file);
  await sql`create table written (id integer primary key, data blob)`.execute(store);
  /** Writes a megabyte, and tells how many the log has. */
  const write = async (): Promise<number> => {
    await sql`insert or replace into written values (1, randomblob(${MB}))`.execute(store);
    return statSync(`${file}-wal`).size / MB;
  };
  await write();
  const reader = new SqliteDatabase(file, { readonly: true });
  reader.exec('begin');
  reader.prepare('select count(*) from written').get();
  let log = 0;
  while (log < 70) log = await write();
  reader.exec('commit');
  reader.close();

  const after: number[] = [];
  for (let number = 0; number < 20; number += 1) after.push(await write());
  // The first writes all of it back, and only the next begins it anew.
  expect(Math.max(...after.slice(1))).toBeLessThanOrEqual(64);
  await store.destroy();
  rmSync(folder, { recursive: true });
});
