import { setTimeout } from 'node:timers/promises';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';

/** For how long another process may keep a SQLite file locked before what is asked of it fails, in milliseconds. */
const PATIENCE = 5_000;

/** How often it is tried meanwhile, in milliseconds. */
const PAUSE = 5;

/**
 * A connection to a SQLite file that waits while another process writes, and lets its thread go on: SQLite's own waiting, its
 * `busy_timeout`, is a sleep in which a server answers nothing. All that wait share one patience, counted from when the file
 * was first found locked, so that the last in a long queue is refused no later than the first.
 */
export class WaitingForLock implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #onlyReads: (sql: string) => boolean;
  #lockedSince: number | undefined;

  /** @param onlyReads whether a statement does */
  constructor(connection: DatabaseConnection, onlyReads: (sql: string) => boolean) {
    this.#connection = connection;
    this.#onlyReads = onlyReads;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    for (;;)
      try {
        const result = await this.#connection.executeQuery<Row>(query);
        // To read is possible meanwhile, and says nothing.
        if (this.#lockedSince !== undefined && !this.#onlyReads(query.sql)) this.#lockedSince = undefined;
        return result;
      } catch (error) {
        if (!isBusy(error)) throw error;
        this.#lockedSince ??= performance.now();
        if (performance.now() - this.#lockedSince > PATIENCE) throw error;
        await setTimeout(PAUSE);
      }
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#connection.streamQuery<Row>(query, chunkSize);
  }
}

/** By its code: where the driver is loaded twice, as tests do, its errors are of the class of the first. */
const isBusy = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
