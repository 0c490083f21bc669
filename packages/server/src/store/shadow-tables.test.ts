import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { dumpOf } from '../../testing/dump.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';
import type { Store, Writing } from './open.ts';
import { withShadows } from './shadow-tables.ts';
import { openSqliteToRead } from './sqlite.ts';

onEachStore((place) => {
  let aside: Store | undefined;
  const shadowed = async <Result>(work: Parameters<typeof withShadows<Result>>[2]): Promise<Result> => {
    if (aside === undefined) throw new Error('it is opened before the first test');
    return withShadows(aside, ['job_period', 'referralprogram_rule'], work);
  };
  beforeAll(() => {
    const { store, folder, databaseUrl } = place();
    aside = databaseUrl === undefined ? openSqliteToRead(join(folder, 'billref.sqlite')) : store;
  });
  afterAll(async () => {
    if (place().databaseUrl === undefined) await aside?.destroy();
  });
  const periods = async (store: Store | Writing): Promise<string[]> =>
    (await store.selectFrom('job_period').orderBy('period').select('period').execute()).map(({ period }) => period);

  test('work has empty shadows with the columns, keys and checks of the tables, of which nothing stays', async () => {
    const { store } = place();
    const { project } = await addTestProvider(store, { now: 0 });
    const row = { job: 'reward', project, period: '2025-07-01', completed: 1 };
    await store.insertInto('job_period').values(row).execute();
    const before = await dumpOf(store);
    const seen = await shadowed(async (writing, real) => {
      expect(await periods(writing)).toEqual([]);
      const other = { ...row, period: '2025-08-01' };
      for (const again of [0, 1])
        expect(
          (
            await writing
              .insertInto('job_period')
              .values({ ...other, completed: again })
              .onConflict((conflict) => conflict.doNothing())
              .executeTakeFirst()
          ).numInsertedOrUpdatedRows,
        ).toBe(again === 0 ? 1n : 0n);
      const { rows } = await sql<{ period: string }>`select period from ${real('job_period')}`.execute(writing);
      // What is not shadowed is as it is.
      expect(await writing.selectFrom('project').where('id', '=', project).select('id').execute()).toHaveLength(1);
      return [await periods(writing), rows.map(({ period }) => period)];
    });
    expect(seen).toEqual([['2025-08-01'], ['2025-07-01']]);
    expect(await dumpOf(store)).toEqual(before);
    expect(await periods(store)).toContain('2025-07-01');
  });

  test('what fails leaves nothing either, on whatever connection is next', async () => {
    const { store } = place();
    const before = await dumpOf(store);
    await expect(
      shadowed(async (writing) => {
        await sql`insert into referralprogram_rule (id, referralprogram, cdate) values (999, 1, 1)`.execute(writing);
        throw new Error('in the midst of it');
      }),
    ).rejects.toThrow('in the midst of it');
    expect(await dumpOf(store)).toEqual(before);
    expect(await shadowed((writing) => writing.selectFrom('referralprogram_rule').selectAll().execute())).toEqual([]);
  });

  test('meanwhile others write the same tables and do not wait, and the work sees nothing of it', async () => {
    const { store } = place();
    const { project } = await addTestProvider(store, { now: 0 });
    const period = { job: 'meanwhile', project, completed: 1 };
    await store
      .insertInto('job_period')
      .values({ ...period, period: '2025-01-01' })
      .execute();
    await shadowed(async (writing, real) => {
      const seen = async () =>
        (await sql`select 1 from ${real('job_period')} where job = 'meanwhile'`.execute(writing)).rows.length;
      expect(await seen()).toBe(1);
      await store
        .insertInto('job_period')
        .values({ ...period, period: '2025-02-01' })
        .execute();
      await store.updateTable('project').set({ name: 'another' }).where('id', '=', project).execute();
      await store.deleteFrom('job_period').where('job', '=', 'meanwhile').where('period', '=', '2025-01-01').execute();
      expect(await seen()).toBe(1);
    });
    expect(await store.selectFrom('job_period').where('job', '=', 'meanwhile').select('period').execute()).toEqual([
      { period: '2025-02-01' },
    ]);
  });

  test('a store to read cannot write a table by mistake', async () => {
    if (aside === undefined || place().databaseUrl !== undefined) return;
    await expect(sql`update project set name = 'x'`.execute(aside)).rejects.toThrow('readonly');
  });
});
