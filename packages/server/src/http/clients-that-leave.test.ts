import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { withBackend } from '../../testing/backend.ts';
import { registerClick } from '../../testing/click-load.ts';
import { rawConnection } from '../../testing/raw-http.ts';
import { onEachStore } from '../../testing/stores.ts';
import { isPostgres } from '../store/is-postgres.ts';

onEachStore((place) => {
  const backend = withBackend(place);
  const port = () => Number(new URL(backend().origin).port);
  const kept = async (): Promise<(string | null)[]> => {
    const rows = await place().store.selectFrom('referralprogram_click').select('nonce').execute();
    return rows.map(({ nonce }) => nonce);
  };
  /** Does something while no click can be stored. */
  const whileNoneIsStored = (work: () => Promise<void>): Promise<void> =>
    place()
      .store.transaction()
      .execute(async (writing) => {
        if (isPostgres(writing)) await sql`lock table referralprogram_click`.execute(writing);
        await work();
      });
  const requestOf = (nonce: string): string =>
    `GET /billmgr?func=referralprogram.registerclick&out=json&nonce=${nonce}&p=${encodeURIComponent(
      `https://site.com/?from=${String(backend().partner)}`,
    )} HTTP/1.1\r\nHost: billing\r\n\r\n`;

  test('a client who leaves before the answer: the click is stored, the others of its batch are answered, nothing fails', async () => {
    const leaving = Array.from({ length: 10 }, (_, number) => `click-of-who-leaves-${String(number)}`);
    const staying = Array.from({ length: 10 }, (_, number) => `click-of-who-stays-${String(number)}`);
    let answers: Promise<string[]> = Promise.resolve([]);
    await whileNoneIsStored(async () => {
      for (const nonce of leaving) {
        const { socket } = await rawConnection(port());
        socket.write(requestOf(nonce));
        socket.destroySoon();
        await once(socket, 'close');
      }
      answers = Promise.all(
        staying.map((nonce) => registerClick(backend().origin, { partner: backend().partner, nonce })),
      );
      expect((await fetch(`${backend().origin}/healthz`)).status).toBe(200);
      expect(backend().failures).toEqual([]);
    });
    expect(new Set(await answers).size).toBe(10);
    while ((await kept()).length < 20);
    expect(new Set(await kept())).toEqual(new Set([...leaving, ...staying]));
    expect(backend().failures).toEqual([]);
  });

  test('a client who reads slowly keeps nobody waiting, and gets all answers when it reads', async () => {
    const asked = 3000;
    const slow = await rawConnection(port());
    slow.socket.pause();
    slow.send(
      'GET /billref.css HTTP/1.1\r\nHost: billing\r\n\r\n'.repeat(asked - 1) +
        'GET /billref.css HTTP/1.1\r\nHost: billing\r\nConnection: close\r\n\r\n',
    );
    for (let number = 0; number < 50; number += 1) {
      const nonce = `click-beside-a-slow-one-${String(number)}`;
      expect(await registerClick(backend().origin, { partner: backend().partner, nonce })).toMatch(/^\d+\./);
    }
    slow.socket.resume();
    expect((await slow.rest()).split('HTTP/1.1 200 OK').length - 1).toBe(asked);
    expect(backend().failures).toEqual([]);
  });
});
