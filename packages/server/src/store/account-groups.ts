import type { Store, Writing } from './open.ts';

/** A provider's groups of clients. */
export const accountGroupsOf = (store: Store | Writing, project: number): Promise<{ id: number; name: string }[]> =>
  store.selectFrom('account_group').where('project', '=', project).orderBy('id').select(['id', 'name']).execute();

/** Adds a group of clients; nothing if the provider has one of this name. */
export async function addAccountGroup(
  store: Store | Writing,
  group: { project: number; name: string },
): Promise<number | undefined> {
  const added = await store
    .insertInto('account_group')
    .values(group)
    .onConflict((conflict) => conflict.columns(['project', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return added?.id;
}

/** Puts a client into a group, or takes it out; whether that changed anything. */
export async function setMembership(
  store: Store | Writing,
  member: { account_group: number; account: number },
  belongs: boolean,
): Promise<boolean> {
  if (belongs) {
    const added = await store
      .insertInto('account_group_member')
      .values(member)
      .onConflict((conflict) => conflict.columns(['account_group', 'account']).doNothing())
      .returning('account')
      .executeTakeFirst();
    return added !== undefined;
  }
  const { numDeletedRows } = await store
    .deleteFrom('account_group_member')
    .where('account_group', '=', member.account_group)
    .where('account', '=', member.account)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
