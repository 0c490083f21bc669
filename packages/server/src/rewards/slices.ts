import type { Writing } from '../store/open.ts';
import type { Workplace } from './workplace.ts';

const FIRST = 100;
const MOST = 5000;

/** Rows after one number, up to another. */
interface Slice {
  readonly after: number;
  readonly last: number;
}

/**
 * Writes rows that are numbered from 1, as many at a time as are written quickly.
 *
 * @param work writes a slice, and answers what is to be done when it is committed, if anything is
 */
export type Slices = (
  rows: number,
  work: (writing: Writing, slice: Slice) => Promise<(() => Promise<void>) | undefined>,
) => Promise<void>;

/**
 * Slices of a run's writing, each a transaction of its own. They hold the database for so short a time that nobody who
 * waits for it notices; how many rows that is they learn from those before.
 */
export function slicesOf(workplace: Workplace): Slices {
  let size = Math.min(FIRST, workplace.together);
  return async (rows, work) => {
    for (let after = 0; after < rows;) {
      const last = Math.min(rows, after + size);
      const { took, afterwards } = await workplace.write(async (writing) => {
        const start = performance.now();
        const afterwards = await work(writing, { after, last });
        return { took: performance.now() - start, afterwards };
      });
      await afterwards?.();
      if (took > workplace.slice) size = Math.max(1, Math.floor(size / Math.min(4, took / workplace.slice)));
      else if (last - after === size && took < workplace.slice / 1.5) size = Math.min(MOST, Math.ceil(size * 1.25));
      after = last;
    }
  };
}
