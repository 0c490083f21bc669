import { beforeAll } from '@jest/globals';
import { sql } from 'kysely';
import type { Store, Writing } from '../src/store/open.ts';
import { currencyOf } from '../src/store/provider.ts';
import { HELD_TABLES, type Row } from './naive-rewards.ts';
import type { Place } from './stores.ts';
import { WRITTEN_TABLES } from './written.ts';

/** After that long the least of what is wrong is not looked for any more. What passes is not cut short by it: it fails. */
export const SOON = { skipAllAfterTimeLimit: 60_000 } as const;

/** As many cases are taken back before their rows are swept out. */
const SWEPT_AFTER = 5;

/** Makes a store fit for thousands of generated providers, of which none stays. */
export function manyCases(place: () => Place & { store: Store }) {
  let currencies: readonly Row<'currency'>[] = [];
  let takenBackSince = 0;

  beforeAll(async () => {
    const { store, databaseUrl } = place();
    await store.transaction().execute(async (writing) => {
      for (const iso of ['USD', 'JPY', 'KWD']) await currencyOf(writing, iso);
    });
    currencies = await store.selectFrom('currency').selectAll().orderBy('id').execute();
    // So many runs would spend most of their time on the files of SQLite's temporary tables.
    if (databaseUrl === undefined) await sql`pragma temp_store = memory`.execute(store);
  });

  /** Does something in a transaction that is taken back. */
  async function takenBack<Result>(work: (writing: Writing) => Promise<Result>): Promise<Result> {
    const transaction = await place().store.startTransaction().execute();
    try {
      return await work(transaction);
    } finally {
      await transaction.rollback().execute();
      await beginAgain();
      takenBackSince += 1;
      // Here and not between the properties: the search for the least of a failure takes hundreds back, too.
      if (takenBackSince >= SWEPT_AFTER) {
        await sweep();
        takenBackSince = 0;
      }
    }
  }

  /** Lets the next rewards have the first ids: PostgreSQL does not take them back, and payments look at all there are. */
  async function beginAgain(): Promise<void> {
    const { store, databaseUrl } = place();
    if (databaseUrl === undefined) return;
    await sql`select setval(pg_get_serial_sequence('referralprogram_reward', 'id'), 1, false)`.execute(store);
  }

  /**
   * Sweeps out what was taken back. PostgreSQL keeps such rows until then, and its statistics, taken while there are
   * thousands of one key and none that counts, mislead it into reading them all again and again.
   */
  async function sweep(): Promise<void> {
    const { store, databaseUrl } = place();
    if (databaseUrl === undefined) return;
    const tables = [...HELD_TABLES, ...WRITTEN_TABLES].map((table) => sql.table(table));
    await sql`vacuum analyze ${sql.join(tables)}`.execute(store);
  }

  return { currencies: () => currencies, takenBack };
}
