import type { Writing } from './open.ts';

/**
 * Holds a provider's row until the transaction ends: whoever else wants it waits. Runs, corrections and what other
 * systems tell of one provider happen one after the other.
 */
export async function holdProvider(writing: Writing, project: number): Promise<void> {
  // Assigns what is there: the one way to lock a row that both databases know.
  await writing
    .updateTable('project')
    .set((row) => ({ name: row.ref('name') }))
    .where('id', '=', project)
    .execute();
}
