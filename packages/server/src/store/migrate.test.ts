import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { dumpOf } from '../../testing/dump.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { newSchema } from '../../testing/schema.ts';
import { onEachStore } from '../../testing/stores.ts';
import { openStore, type Store } from './open.ts';
import { openSqlite } from './sqlite.ts';

const migrationsOf = async (store: Store): Promise<string[]> =>
  (await sql<{ name: string }>`select name from migration order by name`.execute(store)).rows.map(({ name }) => name);

onEachStore((place) => {
  test('a database of a later version is left alone, with an error that names what is later', async () => {
    const { store } = place();
    await sql`insert into migration (name) values ('9999-of-tomorrow')`.execute(store);
    await expect(openStore(place())).rejects.toThrow(
      'the database is of a later version of billref, by its migration 9999',
    );
    await sql`delete from migration where name like '9999%'`.execute(store);
    await (await openStore(place())).destroy();
  });
});

describe('on SQLite', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const copies = (): string[] => readdirSync(folder).filter((name) => name.includes('before'));

  test('a database that is changed is copied before, and one whose change fails is as it was', async () => {
    const store = await openStore({ folder });
    await addTestProvider(store, { now: 0 });
    const [newest = ''] = (await migrationsOf(store)).reverse();
    await sql`delete from migration where name = ${newest}`.execute(store);
    const before = await dumpOf(store);
    await store.destroy();

    // What it would make is there already, so it fails.
    await expect(openStore({ folder })).rejects.toThrow(/already exists|duplicate column/);
    const copy = `billref.sqlite.before-${newest.slice(0, 4)}`;
    expect(copies()).toEqual([copy]);
    for (const file of ['billref.sqlite', copy]) {
      const left = openSqlite(join(folder, file));
      expect(await dumpOf(left)).toEqual(before);
      await left.destroy();
    }
  });

  test('a database that is new, and one that is up to date, is not copied', async () => {
    await (await openStore({ folder })).destroy();
    await (await openStore({ folder })).destroy();
    expect(copies()).toEqual([]);
  });
});

test('ten nodes may start at once on a new PostgreSQL: one makes the tables, and all find them', async () => {
  const database = await newSchema();
  const folder = tmpdir();
  try {
    const opened = await Promise.all(
      Array.from({ length: 10 }, () => openStore({ folder, databaseUrl: database.url })),
    );
    const made = await Promise.all(opened.map(migrationsOf));
    expect(made[0]?.length).toBeGreaterThan(10);
    for (const one of made) expect(one).toEqual(made[0]);
    await Promise.all(opened.map((store) => store.destroy()));
  } finally {
    await database.drop();
  }
});
