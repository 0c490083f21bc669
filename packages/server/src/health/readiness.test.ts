import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { withBackend } from '../../testing/backend.ts';
import { newSchema } from '../../testing/schema.ts';
import { onEachStore } from '../../testing/stores.ts';
import { isPostgres } from '../store/is-postgres.ts';
import { openStore } from '../store/open.ts';
import { watchReadiness } from './readiness.ts';

onEachStore((place) => {
  const backend = withBackend(place);
  const ask = async (path: string) => {
    const response = await fetch(backend().origin + path);
    return `${String(response.status)} ${await response.text()}`;
  };
  /** What `/readyz` says when it says something else than this. */
  const afterReadyz = async (before: string): Promise<string> => {
    for (;;) {
      const now = await ask('/readyz');
      if (now !== before) return now;
    }
  };

  test('/healthz says that the process lives, and /readyz that clicks can be kept', async () => {
    expect(await ask('/healthz')).toBe('200 alive\n');
    expect(await ask('/readyz')).toBe('200 ready\n');
  });

  test('a database that takes no writes is not ready, by its error’s code alone, and is again by itself', async () => {
    const { store } = place();
    const refuse = isPostgres(store)
      ? sql`alter table migration add constraint no_write check (name = '') not valid`
      : sql`pragma query_only = on`;
    const allow = isPostgres(store)
      ? sql`alter table migration drop constraint no_write`
      : sql`pragma query_only = off`;
    await refuse.execute(store);
    const code = isPostgres(store) ? '23514' : 'SQLITE_READONLY';
    expect(await afterReadyz('200 ready\n')).toBe(`503 the database cannot be written to (${code})\n`);
    expect(await ask('/healthz')).toBe('200 alive\n');
    await allow.execute(store);
    expect(await afterReadyz(`503 the database cannot be written to (${code})\n`)).toBe('200 ready\n');
  });

  test('many who ask at once ask the database once', async () => {
    let written = 0;
    const counting = place().store.withPlugin({
      transformQuery: ({ node }) => {
        written += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    const readiness = watchReadiness(counting);
    const answers = await Promise.all(Array.from({ length: 50 }, () => readiness.unreadyBecause()));
    expect(new Set(answers)).toEqual(new Set([undefined]));
    expect(written).toBe(1);
  });
});

test('a database that does not answer is not ready, in bounded time', async () => {
  const { url, drop } = await newSchema();
  const [store, other] = await Promise.all([1, 2].map(() => openStore({ folder: '', databaseUrl: url })));
  if (store === undefined || other === undefined) throw new Error('both are open');
  const readiness = watchReadiness(store);
  await other.transaction().execute(async (writing) => {
    await sql`lock table migration`.execute(writing);
    const start = performance.now();
    expect(await readiness.unreadyBecause()).toBe('the database does not answer');
    expect(performance.now() - start).toBeLessThan(10_000);
  });
  let reason: string | undefined = '';
  while (reason !== undefined) reason = await readiness.unreadyBecause();
  await Promise.all([store.destroy(), other.destroy()]);
  await drop();
});
