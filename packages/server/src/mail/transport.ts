import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Mail } from './outbox.ts';

/** A mail on its way, with the number and the time that make its Message-ID. */
interface OutgoingMail extends Mail {
  readonly id: number;
  readonly cdate: number;
}

/** What takes mail away. */
export interface Transport {
  /** @throws if it was not taken */
  send(mail: OutgoingMail): Promise<void>;
}

/** Below the pause before the next try, so that no mail is tried twice at once. */
const PATIENCE = 30_000;

/**
 * A mail server.
 *
 * @param url `smtp://user:password@host:port`, or `smtps://…` for TLS from the beginning
 * @param from the sender
 */
export function smtpTransport(url: string, from: string): Transport {
  const server = createTransport({
    url,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    dnsTimeout: PATIENCE,
    // What a mail says is text; nothing in it is to be opened or fetched here.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ id, cdate, recipient, subject, body }) {
      const messageId = `<billref.${String(cdate)}.${String(id)}@${from.replace(/^.*@|>$/g, '')}>`;
      // As an address, and not as a list of them, whatever somebody has registered with.
      await server.sendMail({ from, to: { name: '', address: recipient }, subject, text: body, messageId });
    },
  };
}

/**
 * Where there is no mail server: the mails themselves, links included, in `mail.log`, which only its owner may read. The
 * application's log never has them.
 */
export const logTransport = (folder: string): Transport => ({
  async send({ id, cdate, recipient, subject, body }) {
    const head = `#${String(id)} ${new Date(cdate).toISOString()}\nTo: ${recipient}\nSubject: ${subject}`;
    await appendFile(join(folder, 'mail.log'), `${head}\n\n${body}\n\n`, { mode: 0o600 });
  },
});
