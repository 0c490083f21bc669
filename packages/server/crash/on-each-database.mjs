import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresPlaces, sqlitePlaces } from '../testing/places.mjs';
import { startPostgres } from '../testing/postgres.mjs';

/**
 * Does something on SQLite, then on a PostgreSQL of its own, which is stopped afterwards.
 *
 * @template Found
 * @param {(kind: 'sqlite' | 'postgres', places: import('../testing/places.mjs').Places) => Promise<Found>} work
 * @returns {Promise<{ sqlite: Found, postgres: Found }>}
 */
export async function onEachDatabase(work) {
  const root = await mkdtemp(join(tmpdir(), 'billref-crash-'));
  const stopPostgres = await startPostgres();
  try {
    const sqlite = await work('sqlite', sqlitePlaces(root));
    const postgres = await work('postgres', postgresPlaces(root, process.env.BILLREF_TEST_POSTGRES_URL));
    return { sqlite, postgres };
  } finally {
    await stopPostgres();
    await rm(root, { recursive: true, force: true });
  }
}
