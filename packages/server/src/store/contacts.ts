import type { Writing } from './open.ts';

/** Whom a domain is registered for. */
export interface Contact {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** Keeps a contact of a client; the same one is kept once. */
export async function keepContact(writing: Writing, account: number, contact: Contact): Promise<number> {
  await writing
    .insertInto('contact')
    .values({ account, ...contact })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id } = await writing
    .selectFrom('contact')
    .where('account', '=', account)
    .where('name', '=', contact.name)
    .where('email', '=', contact.email)
    .where('phone', '=', contact.phone)
    .select('id')
    .executeTakeFirstOrThrow();
  return id;
}
