import { type Kysely, type RawBuilder, sql } from 'kysely';
import { isPostgres } from './is-postgres.ts';
import type { Tables } from './schema.ts';

/** What a column of a sent row may hold. */
type Sent = string | number | null;

/**
 * Rows that go to the database as one parameter, so that a statement is the same for whatever number of them. It makes a
 * table of `from`, in which `sent.value ->> 0` is the text of a row's first column.
 */
export const sentRows = (store: Kysely<Tables>, rows: readonly (readonly Sent[])[]): RawBuilder<unknown> =>
  isPostgres(store)
    ? sql`json_array_elements(cast(${JSON.stringify(rows)} as json)) as sent (value)`
    : sql`json_each(${JSON.stringify(rows)}) as sent`;

/** A column of a sent row that is a number. */
export const sentNumber = (column: number): RawBuilder<number | null> =>
  sql`cast(sent.value ->> ${sql.lit(column)} as bigint)`;

/** A column of a sent row that is text. */
export const sentText = (column: number): RawBuilder<string | null> => sql`sent.value ->> ${sql.lit(column)}`;
