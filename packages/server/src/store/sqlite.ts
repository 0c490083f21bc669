import SqliteDatabase from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteDatabase as SqliteDatabaseOfKysely,
  type SqliteStatement,
} from 'kysely';
import type { ColumnTypes } from './column-types.ts';
import type { Tables } from './schema.ts';
import { giveTurn, takeTurn, type Turns } from './turns.ts';
import { addSqlFunctions } from './sql-functions.ts';

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
 * A database file; `:memory:` for none. One connection, which every answered write has reached the disk through.
 *
 * @param turns those that it takes with another thread of this process
 */
export function openSqlite(file: string, turns?: Turns): Kysely<Tables> {
  const database = new SqliteDatabase(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('busy_timeout = 5000');
  addSqlFunctions(database);
  return new Kysely<Tables>({ dialect: new ImmediateSqliteDialect({ database: new PreparedOnce(database) }, turns) });
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
  return new Kysely<Tables>({
    dialect: new ImmediateSqliteDialect({ database: new PreparedOnce(database) }, undefined),
  });
}

/** So many statements are kept; a server has fewer. */
const KEPT = 500;

/** A database that keeps its statements: to prepare one takes longer than to run it, most often. */
class PreparedOnce implements SqliteDatabaseOfKysely {
  readonly #database: SqliteDatabase.Database;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(database: SqliteDatabase.Database) {
    this.#database = database;
  }

  prepare(sql: string): SqliteStatement {
    const kept = this.#statements.get(sql);
    if (kept !== undefined) return kept;
    const statement = this.#database.prepare(sql) as SqliteStatement;
    const [oldest] = this.#statements.keys();
    if (this.#statements.size >= KEPT && oldest !== undefined) this.#statements.delete(oldest);
    this.#statements.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#database.close();
  }
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  readonly #turns: Turns | undefined;

  constructor(config: SqliteDialectConfig, turns: Turns | undefined) {
    super(config);
    this.#config = config;
    this.#turns = turns;
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#config, this.#turns);
  }
}

/**
 * Takes the write lock when a transaction begins. A deferred one takes it at its first write and then fails at once,
 * without waiting, if another process wrote since its first read: https://sqlite.org/lang_transaction.html
 */
class ImmediateSqliteDriver extends SqliteDriver {
  readonly #turns: Turns | undefined;

  constructor(config: SqliteDialectConfig, turns: Turns | undefined) {
    super(config);
    this.#turns = turns;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    if (this.#turns !== undefined) await takeTurn(this.#turns);
    return connection;
  }

  override async releaseConnection(): Promise<void> {
    if (this.#turns !== undefined) giveTurn(this.#turns);
    await super.releaseConnection();
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}
