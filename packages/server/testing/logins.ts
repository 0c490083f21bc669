import { hashPassword } from '../src/sessions/password.ts';
import { logIn } from '../src/sessions/session.ts';
import type { Store } from '../src/store/open.ts';
import { addTestClient } from './provider.ts';

/** The password of whoever is here. */
export const TEST_PASSWORD = 'q1w2e3r4';

/** Somebody who can log in. */
export interface TestLogin {
  readonly user: number;
  readonly email: string;
  readonly account: number | undefined;
  /** A session of theirs, to be sent as `auth`. */
  readonly auth: string;
}

let passwd: Promise<string> | undefined;

/** Gives a user the password of the tests, and a session. */
async function open(store: Store, user: number): Promise<TestLogin> {
  passwd ??= hashPassword(TEST_PASSWORD);
  const { email, account } = await store
    .updateTable('user')
    .set({ passwd: await passwd })
    .where('id', '=', user)
    .returning(['email', 'account'])
    .executeTakeFirstOrThrow();
  return {
    user,
    email,
    account: account ?? undefined,
    auth: await logIn(store, { session: undefined, user, now: Date.now() }),
  };
}

/** A new client of a provider. */
export async function clientLogin(store: Store, project: number): Promise<TestLogin> {
  const { user } = await store.transaction().execute((writing) => addTestClient(writing, project, Date.now()));
  return open(store, user);
}

/** The staff of a provider. */
export async function staffLogin(store: Store, project: number): Promise<TestLogin> {
  const { id } = await store
    .selectFrom('user')
    .where('project', '=', project)
    .where('account', 'is', null)
    .select('id')
    .executeTakeFirstOrThrow();
  // An administrator of the tests has an e-mail like no other; here it is one in lower case, as they are stored.
  return open(store, id);
}
