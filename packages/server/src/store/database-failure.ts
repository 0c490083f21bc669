/** What keeps a database from doing anything, whatever it is asked. */
export type DatabaseFailure = 'full' | 'read-only' | 'locked' | 'unreachable' | 'damaged';

/** By the codes of SQLite, by PostgreSQL's, whose first two characters are a class, and by those of Node.js' sockets. */
const BY_CODE: readonly (readonly [RegExp, DatabaseFailure])[] = [
  [/^SQLITE_FULL|^53100$/, 'full'],
  [/^SQLITE_READONLY|^25006$/, 'read-only'],
  [/^SQLITE_(?:BUSY|LOCKED)|^(?:55P03|40001|40P01)$/, 'locked'],
  [/^SQLITE_CANTOPEN|^(?:08|53|57)\w{3}$|^E(?:CONN|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_)/, 'unreachable'],
  [/^SQLITE_(?:IOERR|CORRUPT|NOTADB)|^(?:58|XX)\w{3}$/, 'damaged'],
];

/** What node-postgres says, without a code, of a connection that was cut or could not be made. */
const CUT =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying)/;

/** Whether the database as a whole has failed, and how; nothing where an error is of what it was asked, or another's. */
export function databaseFailure(error: unknown): DatabaseFailure | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return BY_CODE.find(([codes]) => codes.test(code))?.[1];
  return typeof message === 'string' && CUT.test(message) ? 'unreachable' : undefined;
}

/** Whether an error is of a row that was to be written, so that others can be: SQLite's, or PostgreSQL's classes 22 and 23. */
export function isOfRow(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^SQLITE_CONSTRAINT|^2[23]\w{3}$/.test(code);
}
