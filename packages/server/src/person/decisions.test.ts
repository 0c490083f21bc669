import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { onEachStore } from '../../testing/stores.ts';
import { type Decision, decisions } from './decisions.ts';
import { columnsOf, personalTables } from './rows.ts';

/** Every column of the database, as `table.column`. */
const decided = Object.entries<Decision>(decisions).flatMap(([table, decision]) =>
  columnsOf(decision).map((column) => `${table}.${column}`),
);

onEachStore((place) => {
  test('every column of the migrated database is either kept or erased, once; and no other is', async () => {
    const { store, databaseUrl } = place();
    const tables = await store.introspection.getTables();
    const { rows: here } =
      databaseUrl === undefined
        ? { rows: [{ schema: undefined }] }
        : await sql<{ schema: string }>`select current_schema() as schema`.execute(store);
    const columns = tables
      // What migrations have been made is no table of the schema, and a month of clicks is a part of one.
      .filter(({ name, schema }) => schema === here[0]?.schema && name !== 'migration')
      .filter(({ name }) => !name.startsWith('referralprogram_click_'))
      .flatMap(({ name, columns: of }) => of.map((column) => `${name}.${column.name}`));
    expect(columns.length).toBeGreaterThan(200);
    expect(decided.toSorted()).toEqual(columns.toSorted());
  });
});

test('a row whose values are replaced is found by its id', () => {
  for (const { table, replaced, kept } of personalTables)
    if (replaced !== undefined) expect({ table, id: kept?.includes('id') }).toEqual({ table, id: true });
});

test('what is told to nobody are columns that there are', () => {
  for (const personal of personalTables)
    expect(columnsOf(personal)).toEqual(expect.arrayContaining([...(personal.secret ?? [])]));
});
