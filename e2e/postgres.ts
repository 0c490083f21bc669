import { folderInMemory } from '../packages/server/testing/folder-in-memory.mjs';
import { startPostgres } from '../packages/server/testing/postgres.mjs';

/** The PostgreSQL of the browser tests; Playwright calls what this answers when they are over. */
export default () => startPostgres({ folder: folderInMemory() });
