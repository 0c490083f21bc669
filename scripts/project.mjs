import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The environment in which every tool of the project runs: what it installed comes first in PATH, and with it the
 * pinned Node.js, because better-sqlite3 crashes on the Node.js 20 that a machine may have.
 */
export const environment = {
  ...process.env,
  PATH: join(root, 'node_modules', '.bin') + delimiter + (process.env.PATH ?? ''),
};

/** The pinned Node.js. */
export const pinnedNode = join(root, 'node_modules', '.bin', 'node');
