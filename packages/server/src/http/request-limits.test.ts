import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { rawConnection, sendRaw, statusOf } from '../../testing/raw-http.ts';
import { onEachStore } from '../../testing/stores.ts';
import { buildApp } from '../app.ts';
import { listen } from './listen.ts';
import { LARGEST_BODY, LONGEST_URL, MOST_PARAMETERS, REQUEST_LIMITS, type RequestLimits } from './request-limits.ts';

const CLICK = 'func=referralprogram.registerclick&p=https%3A%2F%2Fsite.com%2F';

onEachStore((place) => {
  const backend = withBackend(place);
  const port = (): number => Number(new URL(backend().origin).port);
  const post = (body: string | Uint8Array<ArrayBuffer> | FormData, headers: Record<string, string> = {}) =>
    fetch(`${backend().origin}/billmgr`, { method: 'POST', body, headers });
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

  describe('what is too large is told so, and why', () => {
    test('an address: 414', async () => {
      const ask = (length: number) => {
        const url = `/billmgr?${CLICK}&filler=`;
        return fetch(backend().origin + url + 'x'.repeat(length - url.length));
      };
      expect((await ask(LONGEST_URL)).status).toBe(200);
      const refused = await ask(LONGEST_URL + 1);
      expect(refused.status).toBe(414);
      expect(await refused.text()).toContain(`the address is longer than ${String(LONGEST_URL)} characters`);
    });

    test('headers: 431', async () => {
      const head = `GET /billmgr?${CLICK} HTTP/1.1\r\nHost: bill.example\r\nConnection: close\r\n`;
      const long = (size: number) => sendRaw(port(), `${head}X: ${'x'.repeat(size)}\r\n\r\n`);
      expect(statusOf(await long(REQUEST_LIMITS.headerSize / 2))).toBe(200);
      const refused = await long(REQUEST_LIMITS.headerSize);
      expect(statusOf(refused)).toBe(431);
      expect(refused).toContain('the address and the headers are too long');
    });

    test('a form: 413, however it comes', async () => {
      const words = `the form is larger than ${String(LARGEST_BODY)} bytes`;
      const large = 'x'.repeat(LARGEST_BODY);
      const multipart = (fields: number, each: number) => {
        const sent = new FormData();
        for (let n = 0; n < fields; n += 1) sent.append(`field${String(n)}`, 'x'.repeat(each));
        return post(sent);
      };
      const answers = [
        await post(`a=${large}`, form),
        await post(gzipSync(`a=${'x'.repeat(50 * LARGEST_BODY)}`), { ...form, 'Content-Encoding': 'gzip' }),
        await post('a&'.repeat(MOST_PARAMETERS + 1), form),
        await multipart(1, LARGEST_BODY + 1),
        // Each of them would do.
        await multipart(3, LARGEST_BODY / 2),
        await multipart(201, 1),
      ];
      for (const answer of answers) {
        expect(answer.status).toBe(413);
        expect(await answer.text()).toContain(words);
      }
      const head =
        'POST /billmgr HTTP/1.1\r\nHost: bill.example\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n';
      const chunk = `${LARGEST_BODY.toString(16)}\r\n${large}\r\n`;
      for (const type of [form['Content-Type'], 'multipart/form-data; boundary=x'])
        expect(statusOf(await sendRaw(port(), `${head}Content-Type: ${type}\r\n\r\n${chunk}${chunk}0\r\n\r\n`))).toBe(
          413,
        );
    });

    test('nothing of it counts as a failure of the server', () => {
      expect(backend().failures).toEqual([]);
    });
  });

  test('what is no HTTP is answered as such, and by the name of nothing that runs here', async () => {
    for (const text of ['nonsense\r\n\r\n', '\x16\x03\x01\x02', 'GET / HTTP/9.9\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n']) {
      const answer = await sendRaw(port(), text);
      expect(statusOf(answer)).toBe(400);
      expect(answer).not.toMatch(/node|express|parse error|HPE_|stack/i);
    }
  });

  test('two lengths of a body are one too many: no proxy in front can be made to see another request', async () => {
    const head = 'POST /billmgr HTTP/1.1\r\nHost: bill.example\r\n';
    for (const lengths of [
      'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n',
      'Content-Length: 4\r\nContent-Length: 5\r\n',
      'Transfer-Encoding: chunked, identity\r\n',
      'Content-Length: +4\r\n',
    ])
      expect(statusOf(await sendRaw(port(), `${head}${lengths}\r\na=1\r\n0\r\n\r\n`))).toBe(400);
  });

  describe('who is slow', () => {
    /** Asks a server of these limits. */
    async function within(limits: Partial<RequestLimits>, ask: (port: number) => Promise<void>): Promise<void> {
      const { store, logs, failures } = backend();
      const app = buildApp({ store, logs, onFailure: (error) => failures.push(error) });
      const server = await listen(app, 0, '127.0.0.1', { ...REQUEST_LIMITS, ...limits });
      await ask(server.port);
      await server.close();
      expect(failures).toEqual([]);
    }
    const post = (type: string) =>
      `POST /billmgr HTTP/1.1\r\nHost: bill.example\r\nContent-Type: ${type}\r\nContent-Length: 90\r\n\r\n`;

    test.each<[string, Partial<RequestLimits>, string]>([
      ['with headers', { headersTime: 40 }, `GET /billmgr?${CLICK} HTTP/1.1\r\nHost: bill.example\r\nX: y`],
      ['with a body', { headersTime: 40, requestTime: 80 }, `${post(form['Content-Type'])}a=1`],
      ['with a multipart body', { headersTime: 40, requestTime: 80 }, `${post('multipart/form-data; boundary=x')}--x`],
    ])('%s is told so, and waited for no longer', (_, limits, begun) =>
      within(limits, async (port) => {
        const answer = await sendRaw(port, begun);
        expect(statusOf(answer)).toBe(408);
        expect(answer).toContain('the request takes too long to arrive');
      }),
    );

    test('may have so many connections open, and not one more', () =>
      within({ connections: 3 }, async (port) => {
        const open = await Promise.all([1, 2, 3].map(() => rawConnection(port)));
        expect(await sendRaw(port, `GET / HTTP/1.1\r\nHost: bill.example\r\n\r\n`)).toBe('');
        for (const { socket } of open) {
          const closed = once(socket, 'close');
          socket.end();
          await closed;
        }
        expect((await fetch(`http://127.0.0.1:${String(port)}/billmgr?${CLICK}`)).status).toBe(200);
      }));

    test('a server has limits by default', () => {
      expect(REQUEST_LIMITS.headersTime).toBeLessThanOrEqual(15_000);
      expect(REQUEST_LIMITS.requestTime).toBeLessThanOrEqual(60_000);
      expect(REQUEST_LIMITS.headerSize).toBeGreaterThan(LONGEST_URL);
    });
  });
});
