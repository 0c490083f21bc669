/** How one database writes what the migrations say once. */
export interface ColumnTypes {
  /** A primary key that the database counts up, and in which a given value is kept. */
  readonly id: string;
  /** 64 bits. */
  readonly integer: string;
  /** What follows a table so that it refuses values of another type. */
  readonly strict: string;
  /** Lets one process at a time migrate, until its transaction ends. */
  readonly migrationLock?: string;
}
