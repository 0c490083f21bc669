import { setImmediate, setTimeout } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../store/is-postgres.ts';
import type { Tables } from '../store/schema.ts';
import { giveTurn, takeTurnOfRun, type Turns } from '../store/turns.ts';
import { TOGETHER, type Workplace } from './workplace.ts';

/**
 * How long a slice's work may take, in milliseconds. On SQLite everybody waits for it, and with its begin and commit it is
 * to take less than 5; on PostgreSQL nobody does.
 */
const SLICE = { sqlite: 3, postgres: 50 } as const;

/** How long a run leaves the database alone after a slice, where others write as well, in milliseconds. */
const PAUSE = 10;

/** After so many slices SQLite's log is written back, where nobody else writes. */
const WRITTEN_BACK = 256;

/**
 * Lets a run work on a connection that nobody else uses, and that others hardly notice.
 *
 * @param turns those that a thread of requests in this process takes, too
 */
export async function openWorkplace(connection: Kysely<Tables>, turns: Turns | undefined): Promise<Workplace> {
  if (isPostgres(connection))
    return {
      connection,
      together: TOGETHER,
      slice: SLICE.postgres,
      write: async (work) => {
        await setImmediate();
        return connection.transaction().execute(work);
      },
    };
  // Nobody is told of a slice before the run is done, and what a power cut takes of the end the next run does again: so
  // no slice waits for the disk. Nor does one write the log back, which is done while others may write.
  await sql`pragma synchronous = normal`.execute(connection);
  await sql`pragma wal_autocheckpoint = 0`.execute(connection);
  await sql`pragma cache_size = -16384`.execute(connection);
  // Some 30 MB for a hundred thousand referrals. In a file, SQLite looks all their pages through with each commit, for what
  // is to be flushed, and that took longer than the commits themselves.
  await sql`pragma temp_store = memory`.execute(connection);
  let slices = 0;
  let version = await versionOf(connection);
  return {
    connection,
    together: TOGETHER,
    slice: SLICE.sqlite,
    write: async (work) => {
      // Whatever else this thread has to do, as writing to its logs, is done in between.
      await setImmediate();
      const before = version;
      version = await versionOf(connection);
      slices += 1;
      // While others write, they would find a long log, and write it back themselves.
      if (version !== before || slices % WRITTEN_BACK === 0)
        await sql`pragma wal_checkpoint(passive)`.execute(connection);
      if (version !== before) await setTimeout(PAUSE);
      if (turns !== undefined) takeTurnOfRun(turns);
      try {
        return await connection.transaction().execute(work);
      } finally {
        if (turns !== undefined) giveTurn(turns);
      }
    },
  };
}

/** Leaves the connection as it was. */
export async function closeWorkplace({ connection }: Workplace): Promise<void> {
  if (isPostgres(connection)) return;
  await sql`pragma synchronous = full`.execute(connection);
  await sql`pragma wal_autocheckpoint = 1000`.execute(connection);
  await sql`pragma cache_size = -2000`.execute(connection);
  await sql`pragma temp_store = default`.execute(connection);
}

/** A number that is another one once somebody else has written. */
async function versionOf(connection: Kysely<Tables>): Promise<number | undefined> {
  const { rows } = await sql<{ data_version: number }>`pragma data_version`.execute(connection);
  return rows[0]?.data_version;
}
