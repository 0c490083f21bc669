import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { main } from '../../testing/command.ts';

/** How often it is looked whether a run has begun, in milliseconds. */
const LOOK = 5;

/**
 * Starts `billref maintain` at a place and waits until its run has begun, or has ended.
 *
 * @returns `ended`, a promise of the process's code, or of the signal that ended it; and what kills it at once
 */
export async function watchedRun(place, connection, until) {
  const before = await runOf(place, connection);
  const child = spawn(process.execPath, [main, 'maintain', '--date', until], {
    env: { ...process.env, ...place.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let over = false;
  const ended = once(child, 'exit').then(([code, signal]) => {
    over = true;
    return code ?? signal;
  });
  const hasBegun = async () => {
    const run = await runOf(place, connection);
    return run !== undefined && run !== before;
  };
  while (!over && !(await hasBegun())) await setTimeout(LOOK);
  return { ended, kill: () => child.kill('SIGKILL') };
}

/**
 * The run at a place that goes on, by its lock. PostgreSQL lets go of the lock of a process that was killed when it notices
 * that.
 */
async function runOf({ folder, database }, connection) {
  if (database !== undefined) {
    const [lock] = await connection.rows(`
      select pid from pg_locks
      where locktype = 'advisory' and granted and mode = 'ExclusiveLock'
        and database = (select oid from pg_database where datname = current_database())`);
    return lock?.pid;
  }
  const lock = new SqliteDatabase(join(folder, 'billref.sqlite-run'), { timeout: 0 });
  try {
    lock.prepare('select 1 from sqlite_schema').get();
    return undefined;
  } catch (error) {
    if (error.code === 'SQLITE_BUSY') return 'running';
    throw error;
  } finally {
    lock.close();
  }
}
