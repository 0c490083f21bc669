import { tmpdir } from 'node:os';
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { addTestProvider } from '../../testing/provider.ts';
import { newSchema } from '../../testing/schema.ts';
import { onEachStore } from '../../testing/stores.ts';
import { saveClicks } from './clicks.ts';
import { keepClicks } from './keep-clicks.ts';
import { clickToPayment } from './migrations/0001-click-to-payment.ts';
import { openStore } from './open.ts';
import { postgresTypes } from './postgres.ts';
import { sqliteTypes } from './sqlite.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-29T12:00:00Z');

onEachStore((place) => {
  const aSite = async () => {
    const { project, partner, program } = await addTestProvider(place().store, { now: 0 });
    let clicks = 0;
    const save = (...made: readonly { ago: number; partner?: null; nonce?: string }[]) =>
      saveClicks(
        place().store,
        made.map(({ ago, partner: none, nonce = null }) => {
          const cdate = NOW - ago * DAY;
          clicks += 1;
          const sesid = `${String(Math.floor(cdate / 1000))}.of-${String(project)}-${String(clicks)}`;
          const [referer_account, referralprogram] = none === null ? [null, null] : [partner, program];
          const site = 'https://site.com/';
          const how = { method: 'site' as const, duplicate_of: null, site };
          return { ...how, sesid, project, referer_account, referralprogram, nonce, cdate };
        }),
      );
    const ages = async (): Promise<number[]> => {
      const kept = place().store.selectFrom('referralprogram_click').where('project', '=', project);
      const rows = await kept.select('cdate').orderBy('cdate', 'desc').execute();
      return rows.map(({ cdate }) => (NOW - cdate) / DAY);
    };
    return { save, ages };
  };

  test('clicks are kept as long as they are to be, those without a partner for a few days', async () => {
    const { save, ages } = await aSite();
    await save(
      { ago: 0 },
      { ago: 7, partner: null },
      { ago: 9, partner: null },
      { ago: 399 },
      { ago: 460 },
      { ago: 900 },
    );
    await keepClicks(place().store, NOW, 400);
    expect(await ages()).toEqual([0, 7, 399]);
    await keepClicks(place().store, NOW, 400);
    expect(await ages()).toEqual([0, 7, 399]);
  });

  test('more than are deleted at once are deleted, too', async () => {
    const { save, ages } = await aSite();
    await save(...Array.from({ length: 1200 }, () => ({ ago: 1000 })), { ago: 1 });
    await keepClicks(place().store, NOW, 400);
    expect(await ages()).toEqual([1]);
  });

  test('clicks that were stored before there were months of them are still there', async () => {
    const { store, folder, databaseUrl } = place();
    const { project, partner, program } = await addTestProvider(store, { now: 0 });
    const idOf = (day: string): string => `${String(Date.parse(day) / 1000)}.old`;
    const types = databaseUrl === undefined ? sqliteTypes : postgresTypes;
    const asItWas = clickToPayment(types).find((statement) =>
      statement.startsWith('create table referralprogram_click ('),
    );
    await store.transaction().execute(async (writing) => {
      await sql`drop table referralprogram_click`.execute(writing);
      for (const name of databaseUrl === undefined ? [] : ['month', 'forget'])
        await sql.raw(`drop function referralprogram_click_${name}`).execute(writing);
      await sql.raw(asItWas ?? '').execute(writing);
      await sql`delete from migration where name = '0013-clicks-by-month'`.execute(writing);
      for (const day of ['2024-02-29', '2026-11-01', '2026-11-29'])
        await writing
          .insertInto('referralprogram_click')
          .values({
            ...{ sesid: idOf(day), method: 'site', project, referer_account: partner, referralprogram: program },
            ...{ site: 'https://site.com/', nonce: `nonce ${day}`, cdate: Date.parse(`${day}T23:59:59.999Z`) },
          })
          .execute();
    });
    await (await openStore({ folder, databaseUrl })).destroy();
    const clicks = store.selectFrom('referralprogram_click').where('project', '=', project).orderBy('cdate');
    expect(await clicks.select(['sesid', 'nonce', 'referer_account', 'duplicate_of']).execute()).toEqual(
      ['2024-02-29', '2026-11-01', '2026-11-29'].map((day) => ({
        ...{ sesid: idOf(day), nonce: `nonce ${day}`, referer_account: partner, duplicate_of: null },
      })),
    );
    await keepClicks(store, NOW, 400);
    expect(await clicks.select('sesid').execute()).toEqual(
      ['2026-11-01', '2026-11-29'].map((day) => ({ sesid: idOf(day) })),
    );
  });

  test('clicks that came before the table of their month was made are found in it', async () => {
    const { store, databaseUrl } = place();
    const { save, ages } = await aSite();
    const nonce = `before ${String(Math.random())}`;
    const [sesid] = await save({ ago: -90, nonce });
    await keepClicks(store, NOW + 90 * DAY, 400);
    expect(await ages()).toEqual([-90]);
    expect(await save({ ago: -90, nonce })).toEqual([sesid]);
    if (databaseUrl === undefined) return;
    const { rows } = await sql<{ partition: string }>`
      select tableoid::regclass::text as partition from referralprogram_click where sesid = ${sesid}
    `.execute(store);
    expect(rows).toEqual([{ partition: 'referralprogram_click_2027_02' }]);
  });
});

test('while somebody reads clicks for long on PostgreSQL, nobody waits: the months are seen to another time', async () => {
  const database = await newSchema();
  const store = await openStore({ folder: tmpdir(), databaseUrl: database.url });
  const monthsMade = async (): Promise<string[]> => {
    const { rows } = await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits
      where inhparent = 'referralprogram_click'::regclass order by 1
    `.execute(store);
    return rows.map(({ name }) => name);
  };
  try {
    const { partner, program, project } = await addTestProvider(store, { now: 0 });
    const click = (sesid: string) => ({
      ...{ sesid, project, referer_account: partner, referralprogram: program, site: 'https://site.com/' },
      ...{ method: 'site' as const, nonce: null, duplicate_of: null, cdate: NOW },
    });
    await store.transaction().execute(async (reading) => {
      await reading.selectFrom('referralprogram_click').select('sesid').execute();
      await keepClicks(store, NOW, 400);
      expect(await saveClicks(store, [click('meanwhile')])).toEqual(['meanwhile']);
      expect(await monthsMade()).toEqual(['referralprogram_click_default']);
    });
    await keepClicks(store, NOW, 400);
    expect(await monthsMade()).toEqual([
      'referralprogram_click_2026_11',
      'referralprogram_click_2026_12',
      'referralprogram_click_default',
    ]);
    expect(await store.selectFrom('referralprogram_click').select('sesid').execute()).toEqual([{ sesid: 'meanwhile' }]);
  } finally {
    await store.destroy();
    await database.drop();
  }
});
