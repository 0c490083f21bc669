import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, expect, test } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { onEachStore } from '../../testing/stores.ts';
import { queueMail, sendDueMail } from './outbox.ts';
import { logTransport, smtpTransport, type Transport } from './transport.ts';

const NOW = Date.parse('2025-08-01T12:00:00Z');
const MINUTE = 60_000;

/** A mail server that is really spoken to. */
async function withMailServer(
  answer: (recipient: string) => number,
  use: (transport: Transport, taken: string[]) => Promise<void>,
): Promise<void> {
  const taken: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, done) {
      const responseCode = answer(address);
      if (responseCode === 250) done();
      else done(Object.assign(new Error('refused'), { responseCode }));
    },
    onData(stream, _session, done) {
      void text(stream).then((mail) => {
        taken.push(mail);
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  try {
    await use(smtpTransport(`smtp://127.0.0.1:${String(port)}`, 'Billing <billing@example.com>'), taken);
  } finally {
    await new Promise<void>((resolve) => {
      server.close(resolve);
    });
  }
}

onEachStore((place) => {
  beforeEach(() => place().store.deleteFrom('outbox').execute());
  const queue = (recipient: string, body = 'https://bill.example.com/?key=a-secret') =>
    place()
      .store.transaction()
      .execute((writing) => queueMail(writing, { recipient, subject: 'Ваш пароль', body }, NOW));
  const rows = () => place().store.selectFrom('outbox').orderBy('id').selectAll().execute();
  const failures: string[] = [];
  const send = (transport: Transport, now = NOW) =>
    sendDueMail(place().store, transport, {
      now,
      onFailure: (error) => failures.push((error as Error).message, String((error as Error).cause)),
    });

  test('a mail is sent once, and then what it said is forgotten', async () => {
    await queue('rita@example.com');
    await withMailServer(
      () => 250,
      async (transport, taken) => {
        await send(transport);
        await send(transport, NOW + 1000 * MINUTE);
        expect(taken).toHaveLength(1);
        expect(taken[0]).toMatch(/^To: rita@example\.com\r$/m);
        expect(taken[0]).toMatch(/^Message-ID: <billref\.\d+\.\d+@example\.com>\r$/m);
        expect(taken[0]).toContain('https://bill.example.com/?key=a-secret');
      },
    );
    expect(await rows()).toEqual([expect.objectContaining({ status: 'sent', body: '', tries: 1 })]);
  });

  test('several processes at once send each mail once', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await queue(`${name}@example.com`);
    const sent: string[] = [];
    const transport: Transport = {
      send({ recipient }) {
        sent.push(recipient);
        return Promise.resolve();
      },
    };
    await Promise.all([send(transport), send(transport), send(transport)]);
    await send(transport);
    expect(sent.toSorted()).toEqual(['a', 'b', 'c', 'd'].map((name) => `${name}@example.com`));
  });

  test('what the server does not take now is tried later, less and less often, and holds up no other', async () => {
    await queue('busy@example.com');
    await queue('rita@example.com');
    let code = 451;
    await withMailServer(
      (recipient) => (recipient.startsWith('busy') ? code : 250),
      async (transport, taken) => {
        await send(transport);
        expect(taken).toHaveLength(1);
        await send(transport, NOW + 4 * MINUTE);
        expect((await rows())[0]).toMatchObject({ status: 'waiting', tries: 1, due: NOW + 5 * MINUTE });
        await send(transport, NOW + 5 * MINUTE);
        expect((await rows())[0]).toMatchObject({ status: 'waiting', tries: 2, due: NOW + 15 * MINUTE });
        code = 250;
        await send(transport, NOW + 15 * MINUTE);
        expect(taken).toHaveLength(2);
      },
    );
    expect(failures.join()).not.toContain('a-secret');
  });

  test('what the server refuses for good is not tried again, nor what fails six times', async () => {
    await queue('nobody@example.com');
    await withMailServer(
      () => 550,
      async (transport) => send(transport),
    );
    expect(await rows()).toEqual([expect.objectContaining({ status: 'failed', body: '', tries: 1 })]);
    await place().store.deleteFrom('outbox').execute();
    await queue('busy@example.com');
    for (let tries = 0; tries < 10; tries += 1)
      await send({ send: () => Promise.reject(new Error('no server')) }, NOW + tries * 1000 * MINUTE);
    expect(await rows()).toEqual([expect.objectContaining({ status: 'failed', body: '', tries: 6 })]);
  });

  test('one whose process died while it was sent is tried again, when its server would have answered', async () => {
    await queue('rita@example.com');
    await place()
      .store.updateTable('outbox')
      .set({ tries: 1, due: NOW + 5 * MINUTE })
      .execute();
    const sent: number[] = [];
    const transport: Transport = {
      send({ id }) {
        sent.push(id);
        return Promise.resolve();
      },
    };
    await send(transport, NOW + 4 * MINUTE);
    expect(sent).toHaveLength(0);
    await send(transport, NOW + 5 * MINUTE);
    expect(sent).toHaveLength(1);
  });

  test('a recipient is never taken for a list of them', async () => {
    await queue('a@example.com, b@example.com');
    const recipients: string[] = [];
    await withMailServer(
      (recipient) => {
        recipients.push(recipient);
        return 250;
      },
      async (transport) => send(transport),
    );
    expect(recipients.length).toBeLessThan(2);
  });

  test('without a mail server mail is written, link and all, to a file that only its owner reads', async () => {
    await queue('rita@example.com');
    const { folder } = place();
    await send(logTransport(folder));
    const file = join(folder, 'mail.log');
    expect(readFileSync(file, 'utf8')).toContain(
      'To: rita@example.com\nSubject: Ваш пароль\n\nhttps://bill.example.com/?key=a-secret\n',
    );
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});
