import { sql } from 'kysely';
import type { Store, Writing } from '../store/open.ts';
import type { Replacement, Row } from './decisions.ts';
import type { Person } from './person.ts';
import { personalTables, type PersonalTable, rowsAbout } from './rows.ts';

/** What is to become of the rows of one table. */
export interface TableErasure {
  readonly personal: PersonalTable;
  /** How many go. */
  readonly removed: number;
  /** Those that stay, with what is written into them. */
  readonly rewritten: readonly { readonly id: Row[string] | undefined; readonly values: Row }[];
}

/** What erasing a client would do, by table; nothing of tables in which nothing of a person is left. */
export async function planErasure(store: Store | Writing, person: Person): Promise<readonly TableErasure[]> {
  const plan: TableErasure[] = [];
  for (const personal of personalTables) {
    const goes = whatGoes(personal);
    const removed = goes === undefined ? [] : await rowsAbout(store, person, personal, goes);
    const replaced = Object.entries(personal.replaced ?? {});
    const staying = replaced.length === 0 ? [] : await rowsAbout(store, person, personal, goes && sql`not (${goes})`);
    const rewritten = staying.flatMap((row) => {
      const changes = replaced
        .map(([column, replacement]) => [column, replacedBy(replacement, row[column], row)] as const)
        .filter(([column, value]) => value !== row[column]);
      return changes.length === 0 ? [] : [{ id: row.id, values: Object.fromEntries(changes) }];
    });
    if (removed.length + rewritten.length > 0) plan.push({ personal, removed: removed.length, rewritten });
  }
  return plan;
}

/** How many rows of each table are removed or rewritten. */
export const countsOf = (plan: readonly TableErasure[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    plan.map(({ personal, removed, rewritten }) => [personal.table, removed + rewritten.length] as const),
  );

/** Makes a client nobody, as planned in the same transaction. Money, links and keys stay, and lead to nobody. */
export async function erasePerson(
  writing: Writing,
  { person, plan, now }: { person: Person; plan: readonly TableErasure[]; now: number },
): Promise<void> {
  for (const { personal, removed, rewritten } of plan) {
    const table = sql.table(personal.table);
    const goes = whatGoes(personal);
    if (removed > 0 && goes !== undefined)
      await sql`delete from ${table} where ${personal.of(person)} and ${goes}`.execute(writing);
    for (const { id, values } of rewritten) {
      const set = Object.entries(values).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
      await sql`update ${table} set ${sql.join(set)} where id = ${id}`.execute(writing);
    }
  }
  await writing
    .updateTable('account')
    .set({ erased: now })
    .where('id', '=', person.account)
    .where('erased', 'is', null)
    .execute();
}

/** Which of the rows go: all, some, or none. */
const whatGoes = ({ removed, goes }: PersonalTable) => goes ?? (removed === undefined ? undefined : sql`true`);

function replacedBy(replacement: Replacement | undefined, value: Row[string] | undefined, row: Row): Row[string] {
  if (typeof replacement !== 'function') return replacement ?? null;
  return replacement(typeof value === 'number' ? String(value) : (value ?? null), row);
}
