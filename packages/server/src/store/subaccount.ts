import type { Writing } from './open.ts';

/** A client's account in one currency; opened if there is none yet. */
export async function subaccountOf(
  writing: Writing,
  { account, currency }: { account: number; currency: number },
): Promise<number> {
  await writing
    .insertInto('subaccount')
    .values({ account, currency })
    .onConflict((conflict) => conflict.columns(['account', 'currency']).doNothing())
    .execute();
  const { id } = await writing
    .selectFrom('subaccount')
    .where('account', '=', account)
    .where('currency', '=', currency)
    .select('id')
    .executeTakeFirstOrThrow();
  return id;
}
