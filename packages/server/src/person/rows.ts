import { type RawBuilder, sql } from 'kysely';
import type { Store, Writing } from '../store/open.ts';
import { type Decision, decisions, type Row } from './decisions.ts';
import type { Person } from './person.ts';

/** A table that may hold something of a client, with what is decided of it. */
export interface PersonalTable extends Decision {
  readonly table: string;
  readonly of: (person: Person) => RawBuilder<unknown>;
}

/** The tables that may hold something of a client. */
export const personalTables: readonly PersonalTable[] = Object.entries<Decision>(decisions).flatMap(
  ([table, { of, ...decision }]) => (of === undefined ? [] : [{ table, of, ...decision }]),
);

/** The columns of a table in their order, those that stay first. */
export const columnsOf = ({ kept = [], replaced = {}, removed = [] }: Decision): readonly string[] => [
  ...kept,
  ...Object.keys(replaced),
  ...removed,
];

/** The rows of a table that are about a client, in an order that is always the same. */
export async function rowsAbout(
  store: Store | Writing,
  person: Person,
  personal: PersonalTable,
  where: RawBuilder<unknown> = sql`true`,
): Promise<readonly Row[]> {
  const columns = sql.join(columnsOf(personal).map((column) => sql.ref(column)));
  const { rows } = await sql<Row>`
    select ${columns} from ${sql.table(personal.table)} where ${personal.of(person)} and ${where} order by ${columns}
  `.execute(store);
  return rows;
}
