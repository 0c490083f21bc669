import { subjectsOfAccount } from '../sessions/tries.ts';
import type { Store, Writing } from '../store/open.ts';

/** A client, as far as something may be held of the people behind it. */
export interface Person {
  readonly account: number;
  readonly project: number;
  /** Since when it is nobody any more. */
  readonly erased: number | null;
  /** Its logins, which are e-mails; once it is erased they are none. */
  readonly emails: readonly string[];
  /** What the tries of these logins are counted by. */
  readonly subjects: readonly string[];
}

/** The client of a provider with this id, if it has one. */
export async function personOf(
  store: Store | Writing,
  { project, account }: { project: number; account: number },
): Promise<Person | undefined> {
  const found = await store
    .selectFrom('account')
    .where('id', '=', account)
    .where('project', '=', project)
    .select('erased')
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const users = await store.selectFrom('user').where('account', '=', account).orderBy('id').select('email').execute();
  const emails = users.map(({ email }) => email);
  return { account, project, ...found, emails, subjects: emails.flatMap(subjectsOfAccount) };
}
