import type { Store, Writing } from '../store/open.ts';
import type { SessionUser } from './session.ts';

/** Somebody who can log in, with the hash of the password. */
export interface Login extends SessionUser {
  readonly passwd: string;
}

/** The login of this name, which is an e-mail in lower case; none for a client that is nobody any more. */
export async function findLogin(store: Store | Writing, username: string): Promise<Login | undefined> {
  const row = await store
    .selectFrom('user')
    .innerJoin('project', 'project.id', 'user.project')
    .leftJoin('account', 'account.id', 'user.account')
    .where('user.email', '=', username)
    .where('account.erased', 'is', null)
    .select([
      'user.id',
      'user.email',
      'user.realname',
      'user.project',
      'user.account',
      'user.passwd',
      'project.timezone',
    ])
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, account: row.account ?? undefined };
}
