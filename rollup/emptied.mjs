import { rmSync } from 'node:fs';

/** Empties a folder before what is built goes there: the server would take a function of an earlier build for its own. */
export const emptied = (folder) => ({
  name: 'emptied',
  buildStart() {
    rmSync(folder, { recursive: true, force: true });
  },
});
