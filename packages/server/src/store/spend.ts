import { sql } from 'kysely';
import { usePayments } from '../prices/use-payments.ts';
import type { Writing } from './open.ts';
import { STATUS } from './payment-status.ts';

/** A client's balance in the order's currency does not cover it. */
export class BalanceTooSmall extends Error {}

/**
 * Pays for an expense from what a client has earned in its currency: an entry in the ledger, and as much of the oldest
 * payments counts as used. The balance never falls below nothing.
 *
 * @param amount minor units
 * @throws BalanceTooSmall
 */
export async function spend(
  writing: Writing,
  {
    account,
    currency,
    amount,
    expense,
    now,
  }: { account: number; currency: number; amount: number; expense: number; now: number },
): Promise<void> {
  if (amount === 0) return;
  const subaccount = await writing
    .selectFrom('subaccount')
    .where('account', '=', account)
    .where('currency', '=', currency)
    .select('id')
    .executeTakeFirst();
  if (subaccount === undefined) throw new BalanceTooSmall();
  // Two orders at once: the second waits here for the first, and sees what that has left.
  await sql`update subaccount set account = account where id = ${subaccount.id}`.execute(writing);
  const { balance } = await writing
    .selectFrom('ledger')
    .where('subaccount', '=', subaccount.id)
    .select(sql<number>`coalesce(sum(amount), 0)`.as('balance'))
    .executeTakeFirstOrThrow();
  if (balance < amount) throw new BalanceTooSmall();
  await writing
    .insertInto('ledger')
    .values({ subaccount: subaccount.id, amount: -amount, reason: 'order', expense, cdate: now })
    .execute();
  const payments = await writing
    .selectFrom('payment')
    .where('subaccount', '=', subaccount.id)
    // One that is still being made may come to less, or not be made.
    .where('status', '=', STATUS.credited)
    .whereRef('usedamount', '<', 'subaccountamount')
    .orderBy('createdate')
    .orderBy('id')
    .select(['id', 'subaccountamount', 'usedamount'])
    .execute();
  for (const { id, used } of usePayments(payments, amount))
    await writing
      .updateTable('payment')
      .set((row) => ({ usedamount: row('usedamount', '+', used) }))
      .where('id', '=', id)
      .execute();
}
