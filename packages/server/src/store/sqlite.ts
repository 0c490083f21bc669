import SqliteDatabase from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  type SqliteDatabase as SqliteDatabaseOfKysely,
} from 'kysely';
import type { ColumnTypes } from './column-types.ts';
import type { Tables } from './schema.ts';
import { giveTurn, takeTurn, type Turns } from './turns.ts';
import { addSqlFunctions } from './sql-functions.ts';
import { WaitingForLock } from './waiting-for-lock.ts';

export const sqliteTypes: ColumnTypes = {
  id: 'integer primary key autoincrement',
  integer: 'integer',
  strict: 'strict',
  functions: [],
  partitions: false,
  countOn: () => [],
  appendOnly: (table, columns) =>
    Object.entries({ update: `update of ${columns.join(', ')}`, delete: 'delete' }).map(
      ([name, change]) => `create trigger ${table}_no_${name} before ${change} on ${table} begin
        select raise(abort, '${table} is append-only');
      end`,
    ),
};

/**
 * Bytes of the write-ahead log that are kept for what comes. It is some 4 MB, and grows for as long as somebody reads in one
 * transaction; the rest is given back to the disk when it begins anew after that.
 */
const LARGEST_LOG = 64 * 1024 * 1024;

/**
 * A database file; `:memory:` for none. One connection, which every answered write has reached the disk through.
 *
 * @param turns those that it takes with another thread of this process
 */
export function openSqlite(file: string, turns?: Turns): Kysely<Tables> {
  const database = new SqliteDatabase(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma(`journal_size_limit = ${String(LARGEST_LOG)}`);
  // Whoever waits for another process waits by `WaitingForLock`, for in here the thread would sleep.
  database.pragma('busy_timeout = 0');
  addSqlFunctions(database);
  return new Kysely<Tables>({ dialect: new ImmediateSqliteDialect(new PreparedOnce(database), turns) });
}

/**
 * A database file that is there, to read alone: its transactions see what was committed when they began, keep nobody from
 * writing, and fail where they would write, but into temporary tables. Those refer to no others, so nothing is checked.
 */
export function openSqliteToRead(file: string): Kysely<Tables> {
  const database = new SqliteDatabase(file, { readonly: true });
  database.pragma('foreign_keys = OFF');
  database.pragma('busy_timeout = 5000');
  addSqlFunctions(database);
  return new Kysely<Tables>({ dialect: new ImmediateSqliteDialect(new PreparedOnce(database), undefined) });
}

/** So many statements are kept; a server has fewer. */
const KEPT = 500;

/** A database that keeps its statements: to prepare one takes longer than to run it, most often. */
class PreparedOnce implements SqliteDatabaseOfKysely {
  readonly #database: SqliteDatabase.Database;
  readonly #statements = new Map<string, SqliteDatabase.Statement>();

  constructor(database: SqliteDatabase.Database) {
    this.#database = database;
  }

  prepare(sql: string): SqliteDatabase.Statement {
    const kept = this.#statements.get(sql);
    if (kept !== undefined) return kept;
    const statement = this.#database.prepare(sql);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size >= KEPT && oldest !== undefined) this.#statements.delete(oldest);
    this.#statements.set(sql, statement);
    return statement;
  }

  onlyReads(sql: string): boolean {
    return this.prepare(sql).readonly;
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  close(): void {
    this.#database.close();
  }
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #database: PreparedOnce;
  readonly #turns: Turns | undefined;

  constructor(database: PreparedOnce, turns: Turns | undefined) {
    super({ database });
    this.#database = database;
    this.#turns = turns;
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#database, this.#turns);
  }
}

/**
 * Takes the write lock when a transaction begins. A deferred one takes it at its first write and then fails at once,
 * without waiting, if another process wrote since its first read: https://sqlite.org/lang_transaction.html
 */
class ImmediateSqliteDriver extends SqliteDriver {
  readonly #turns: Turns | undefined;
  readonly #database: PreparedOnce;
  #waiting: WaitingForLock | undefined;

  constructor(database: PreparedOnce, turns: Turns | undefined) {
    super({ database });
    this.#database = database;
    this.#turns = turns;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    if (this.#turns !== undefined) await takeTurn(this.#turns);
    this.#waiting ??= new WaitingForLock(connection, (text) => this.#database.onlyReads(text));
    return this.#waiting;
  }

  override async releaseConnection(): Promise<void> {
    if (this.#turns !== undefined) giveTurn(this.#turns);
    await super.releaseConnection();
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** A full disk has ended the transaction already; to end it again would fail, and hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}
