import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { sql } from 'kysely';
import { join } from 'node:path';
import { withBackend } from '../../testing/backend.ts';
import { registerClick } from '../../testing/click-load.ts';
import { openStore, sqliteFile, type Store } from '../store/open.ts';

describe('a SQLite file', () => {
  let place: { folder: string; databaseUrl: undefined; store: Store } | undefined;
  const opened = () => {
    if (place === undefined) throw new Error('the store is opened before the first test');
    return place;
  };
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
    place = { folder, databaseUrl: undefined, store: await openStore({ folder }) };
  });
  const backend = withBackend(opened);
  afterAll(async () => {
    await opened().store.destroy();
    rmSync(opened().folder, { recursive: true });
  });

  const pragma = (text: string) => sql.raw(`pragma ${text}`).execute(opened().store);
  const click = (parameters: Record<string, string> = {}) =>
    backend().ask({
      func: 'referralprogram.registerclick',
      p: `https://site.com/?from=${String(backend().partner)}`,
      ...parameters,
    });
  const clicksKept = () =>
    opened().store.selectFrom('referralprogram_click').select('sesid').orderBy('sesid').execute();
  /** A transaction of another process, as far as SQLite is concerned. */
  const lock = () => {
    const other = new SqliteDatabase(sqliteFile(opened().folder));
    other.exec('begin immediate');
    return () => {
      other.exec('rollback');
      other.close();
    };
  };
  const status = async (path: string): Promise<number> => (await fetch(backend().origin + path)).status;
  /** Asks `/readyz` until it answers so. */
  const readyz = async (wanted: string): Promise<void> => {
    for (;;) {
      const response = await fetch(`${backend().origin}/readyz`);
      if (`${String(response.status)} ${await response.text()}` === wanted) return;
    }
  };

  test('that is read-only: 503 with Retry-After in the format asked for, in a page for a person, and 200 again by itself', async () => {
    await pragma('query_only = on');
    const refused = await click({ out: 'json' });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect(await refused.json()).toMatchObject({
      doc: { error: { $type: 'value', $object: 'database', msg: { $: 'the database is read-only' } } },
    });
    expect(await (await click({ out: 'xml', lang: 'ru' })).text()).toContain('база данных доступна только для чтения');
    const page = await backend().ask({ func: 'register', from: '1' }, { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('the database is read-only');
    await pragma('query_only = off');
    expect((await click()).status).toBe(200);
  });

  test('that is full: 503 for a click, no click kept that was refused, and what needs no room is served', async () => {
    const [{ page_count: pages } = { page_count: 0 }] = (
      await sql<{ page_count: number }>`pragma page_count`.execute(opened().store)
    ).rows;
    await pragma(`max_page_count = ${String(pages)}`);
    const answered: string[] = [];
    let refused: string | undefined;
    while (refused === undefined)
      await registerClick(backend().origin, {
        partner: backend().partner,
        nonce: `click-on-a-full-disk-${String(answered.length)}`,
      }).then(
        (cntid) => answered.push(cntid),
        (error: unknown) => (refused = String(error)),
      );
    expect(refused).toContain('the database has no more room');
    const kept = (await clicksKept()).map(({ sesid }) => sesid);
    expect(answered.filter((cntid) => !kept.includes(cntid))).toEqual([]);
    expect(await status('/billmgr?func=pricelist.export&out=json')).toBe(200);
    await pragma('max_page_count = 1000000');
    const again = await registerClick(backend().origin, {
      partner: backend().partner,
      nonce: `click-on-a-full-disk-${String(answered.length)}`,
    });
    expect((await clicksKept()).filter(({ sesid }) => !kept.includes(sesid))).toEqual([{ sesid: again }]);
  });

  test('that is full in the middle of a transaction: what failed is told, and the next transaction begins', async () => {
    const { store } = opened();
    const fail = store.transaction().execute(async (writing) => {
      await sql`rollback`.execute(writing);
      throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
    });
    await expect(fail).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    expect((await click()).status).toBe(200);
  });

  test('that another process has locked for a moment: clicks wait and are kept, and everything else is answered meanwhile', async () => {
    const before = (await clicksKept()).length;
    const free = lock();
    let answered = 0;
    const clicks = Array.from({ length: 20 }, () => click().finally(() => (answered += 1)));
    for (let asked = 0; asked < 50; asked += 1) expect(await status('/healthz')).toBe(200);
    expect(answered).toBe(0);
    free();
    expect((await Promise.all(clicks)).map((response) => response.status)).toEqual(Array<number>(20).fill(200));
    expect(await clicksKept()).toHaveLength(before + 20);
  });

  test('that another process keeps locked: 503 for all that wait in five seconds, /readyz says so, and 200 again by itself', async () => {
    const free = lock();
    const start = performance.now();
    const clicks = await Promise.all([
      click(),
      click({ out: 'json' }),
      backend().ask({ func: 'register', from: '1' }, { headers: { accept: 'text/html' } }),
    ]);
    expect(clicks.map((response) => response.status)).toEqual([503, 503, 503]);
    expect(await clicks[1].text()).toContain('the database is locked');
    expect(performance.now() - start).toBeLessThan(10_000);
    await readyz('503 the database cannot be written to (SQLITE_BUSY)\n');
    expect(await status('/billref.css')).toBe(200);
    free();
    await readyz('200 ready\n');
    expect((await click()).status).toBe(200);
  });
});
