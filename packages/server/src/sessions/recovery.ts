import type { Call } from '../call/declare.ts';
import type { Words } from '../call/words.ts';
import { queueMail } from '../mail/outbox.ts';
import type { Store, Writing } from '../store/open.ts';
import { hashOfToken, newToken } from './token.ts';

/** How long a way to a new password is open, in milliseconds: as long as its mail may be on its way. */
const RECOVERY_LIFE = 3 * 3_600_000;

const SUBJECT: Words = { en: 'Your password', ru: 'Ваш пароль' };

const BODY = (way: string): Words => ({
  en: `Somebody, probably you, asked for a new password.\n\n${way}\n\nIt can be used once, within three hours. If it was not you, there is nothing to do.\n`,
  ru: `Кто-то, вероятно вы, запросил новый пароль.\n\n${way}\n\nЭто можно использовать один раз, в течение трёх часов. Если это были не вы, ничего делать не нужно.\n`,
});

/**
 * Sends a user a way to a new password. Earlier ones stay open until one is used.
 *
 * Where only the request says what billing's address is, which whoever sends it can choose, the mail has the key
 * without a link.
 */
export async function offerRecovery(
  writing: Writing,
  { user, email, call }: { user: number; email: string; call: Pick<Call, 'addressInMail' | 'lang' | 'now'> },
): Promise<void> {
  const { addressInMail, lang, now } = call;
  const token = newToken();
  await writing
    .insertInto('recovery')
    .values({ token_hash: hashOfToken(token), user, expires: now + RECOVERY_LIFE })
    .execute();
  const way = addressInMail === undefined ? `key=${token}` : `${addressInMail}?func=recovery.change&key=${token}`;
  await queueMail(writing, { recipient: email, subject: SUBJECT[lang], body: BODY(way)[lang] }, now);
}

/** Whose password a key of a mail changes, if it still does. */
export async function findRecovery(store: Store, key: string, now: number): Promise<number | undefined> {
  const row = await store
    .selectFrom('recovery')
    .where('token_hash', '=', hashOfToken(key))
    .where('expires', '>', now)
    .select('user')
    .executeTakeFirst();
  return row?.user;
}

/**
 * Changes a password by the key of a mail, and ends whatever else opens the account: sessions, keys, other mails.
 *
 * @returns whether the key still did it: of two at once one does
 */
export async function recover(
  writing: Writing,
  { key, passwd, now }: { key: string; passwd: string; now: number },
): Promise<boolean> {
  const spent = await writing
    .deleteFrom('recovery')
    .where('token_hash', '=', hashOfToken(key))
    .where('expires', '>', now)
    .returning('user')
    .executeTakeFirst();
  if (spent === undefined) return false;
  const { user } = spent;
  await writing.updateTable('user').set({ passwd }).where('id', '=', user).execute();
  await writing.deleteFrom('session').where('user', '=', user).execute();
  await writing.deleteFrom('login_key').where('user', '=', user).execute();
  await writing.deleteFrom('recovery').where('user', '=', user).execute();
  return true;
}

/** Forgets the ways to a new password that are closed. */
export async function forgetRecoveries(store: Store, now: number): Promise<void> {
  await store.deleteFrom('recovery').where('expires', '<=', now).execute();
}
