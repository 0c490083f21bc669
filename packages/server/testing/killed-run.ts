import { type KyselyPlugin, sql } from 'kysely';
import type { Workplace } from '../src/rewards/workplace.ts';
import type { Writing } from '../src/store/open.ts';

/** What a run is stopped by in the midst of its work. */
export class Killed extends Error {}

/**
 * A place inside a transaction where a run looks at few rows at a time, writes few in a slice, and is killed: what it has
 * committed by then stays, and the slice that it was in is gone.
 *
 * @param statements after so many it is killed, before the next
 * @throws Killed
 */
export function killedAfter(writing: Writing, statements: number, together: number): Workplace {
  let left = statements;
  const killer: KyselyPlugin = {
    transformQuery: ({ node }) => {
      if (left === 0) throw new Killed();
      left -= 1;
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  const connection = writing.withPlugin(killer);
  return {
    connection,
    together,
    slice: 50,
    write: async (work) => {
      await sql`savepoint slice`.execute(writing);
      try {
        const result = await work(connection);
        // Stands for the commit, which may be what does not happen.
        await sql`select 1`.execute(connection);
        await sql`release savepoint slice`.execute(writing);
        return result;
      } catch (error) {
        await sql`rollback to savepoint slice`.execute(writing);
        await sql`release savepoint slice`.execute(writing);
        throw error;
      }
    },
  };
}
