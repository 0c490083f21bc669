import { sql } from 'kysely';
import type { Store, Writing } from '../store/open.ts';
import type { Transport } from './transport.ts';

const MINUTE = 60_000;

/** How often a mail is tried: after 5, 10, 20, 40 and 80 minutes. */
const MOST_TRIES = 6;
const FIRST_PAUSE = 5 * MINUTE;

/** A mail, to somebody, in plain text. */
export interface Mail {
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
}

/** Puts a mail into the outbox, in the transaction of what it tells of: there is one if and only if the other is. */
export async function queueMail(writing: Writing, { recipient, subject, body }: Mail, now: number): Promise<void> {
  await writing.insertInto('outbox').values({ recipient, subject, body, due: now, cdate: now }).execute();
}

/**
 * Sends what is due.
 *
 * A mail is claimed before it is sent, by one process: what is known to be sent is never sent again. One whose process
 * died in between may have been sent or not; it is tried again under the same Message-ID, for a way to a new password
 * that comes twice does less harm than one that never comes.
 *
 * @param onFailure told why a mail was not sent; never what it says
 */
export async function sendDueMail(
  store: Store,
  transport: Transport,
  { now, onFailure }: { now: number; onFailure: (error: unknown) => void },
): Promise<void> {
  for (;;) {
    const mail = await claimMail(store, now);
    if (mail === undefined) return;
    try {
      await transport.send(mail);
    } catch (error) {
      onFailure(new Error(`mail ${String(mail.id)} was not sent, try ${String(mail.tries)}`, { cause: error }));
      if (mail.tries >= MOST_TRIES || isFinal(error)) await settleMail(store, mail.id, 'failed');
      continue;
    }
    await settleMail(store, mail.id, 'sent');
  }
}

/** Takes the next mail that is due, and moves its next try on. */
async function claimMail(store: Store, now: number) {
  const next = store
    .selectFrom('outbox')
    .where('status', '=', 'waiting')
    .where('due', '<=', now)
    .orderBy('due')
    .orderBy('id')
    .limit(1)
    .select('id');
  return (
    store
      .updateTable('outbox')
      .set(({ eb }) => ({
        tries: eb('tries', '+', 1),
        // tries is what it was before.
        due: sql<number>`cast(${now} as bigint) + cast(${FIRST_PAUSE} as bigint) * (1 << cast(tries as integer))`,
      }))
      .where('id', '=', next)
      // Of two that chose the same one, the second finds it changed.
      .where('status', '=', 'waiting')
      .where('due', '<=', now)
      .returning(['id', 'recipient', 'subject', 'body', 'tries', 'cdate'])
      .executeTakeFirst()
  );
}

/** What it said is not needed any more. */
async function settleMail(store: Store, id: number, status: 'sent' | 'failed'): Promise<void> {
  await store.updateTable('outbox').set({ status, body: '' }).where('id', '=', id).execute();
}

/** Whether the mail server has refused the mail for good (RFC 5321, 4.2.1), so that asking again is no use. */
const isFinal = (error: unknown): boolean =>
  error instanceof Error && 'responseCode' in error && Number(error.responseCode) >= 500;
