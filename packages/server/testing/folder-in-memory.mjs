import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Linux keeps the files in it in memory. */
const SHARED_MEMORY = '/dev/shm';

/** More than the tests' databases take together, in bytes; a container has most often less. */
const ENOUGH = 2 ** 31;

/**
 * A folder for what need not last, in memory where there is room for it, and otherwise on the disk.
 *
 * @returns {string}
 */
export function folderInMemory() {
  try {
    accessSync(SHARED_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(SHARED_MEMORY);
    return bavail * bsize > ENOUGH ? SHARED_MEMORY : tmpdir();
  } catch {
    // There is none, as on other systems.
    return tmpdir();
  }
}
