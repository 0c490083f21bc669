import { folderInMemory } from './folder-in-memory.mjs';
import { startPostgres } from './postgres.mjs';

/** Starts one PostgreSQL before all tests; `jest-postgres-stop.mjs` stops it after them. */
export default async function startOnce() {
  globalThis.stopPostgres = await startPostgres({ folder: folderInMemory() });
}
