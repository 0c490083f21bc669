/** How one database writes what the migrations say once. */
export interface ColumnTypes {
  /** A primary key that the database counts up, and in which a given value is kept. */
  readonly id: string;
  /** 64 bits. */
  readonly integer: string;
  /** What follows a table so that it refuses values of another type. */
  readonly strict: string;
  /** Makes the functions of `sql-functions.ts`, where a connection does not bring them. */
  readonly functions: readonly string[];
  /** Lets a table whose rows came with their ids count on from the last one. */
  readonly countOn: (table: string) => readonly string[];
  /** Lets a table refuse that its rows are deleted, or changed in some columns. */
  readonly appendOnly: (table: string, columns: readonly string[]) => readonly string[];
  /** Whether a table may be made of several. */
  readonly partitions: boolean;
  /** Lets one process at a time migrate, until its transaction ends. */
  readonly migrationLock?: string;
}
