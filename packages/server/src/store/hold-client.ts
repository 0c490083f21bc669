import type { Writing } from './open.ts';

/**
 * Holds a client's row until the transaction ends: whoever else wants it waits. What decides about one client, orders and
 * whose referral they are, happens one after the other; what was read before the wait may be over by then.
 */
export async function holdClient(writing: Writing, account: number): Promise<void> {
  // Assigns what is there, as `holdProvider` does.
  await writing
    .updateTable('account')
    .set((row) => ({ name: row.ref('name') }))
    .where('id', '=', account)
    .execute();
}
