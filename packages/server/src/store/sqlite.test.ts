import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openSqlite } from './sqlite.ts';

test('a kept statement is right after its table was changed, and after another took its place', async () => {
  const store = openSqlite(':memory:');
  const all = async () => (await sql`select * from kept`.execute(store)).rows;
  const add = () => sql`insert into kept values (1)`.execute(store);
  await sql`create table kept (a integer)`.execute(store);
  await add();
  expect(await all()).toEqual([{ a: 1 }]);
  await sql`alter table kept add column b integer default 2`.execute(store);
  expect(await all()).toEqual([{ a: 1, b: 2 }]);
  await expect(add()).rejects.toThrow('2 columns');
  await sql`drop table kept`.execute(store);
  await expect(all()).rejects.toThrow('no such table');
  await sql`create temporary table kept (c text)`.execute(store);
  await add();
  expect(await all()).toEqual([{ c: '1' }]);
  await store.destroy();
});

test('more different statements than are kept all answer right, whatever was asked last', async () => {
  const store = openSqlite(':memory:');
  const ask = async (number: number) => (await sql.raw(`select ${String(number)} as number`).execute(store)).rows;
  for (const round of [1, 2])
    for (let number = 1; number <= 1200; number += round) expect(await ask(number)).toEqual([{ number }]);
  await store.destroy();
});
