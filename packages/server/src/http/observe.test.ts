import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import express from 'express';
import { type Listening, listen } from './listen.ts';
import { type Answered, observe } from './observe.ts';
import { trustProxies } from './proxies.ts';

let server: Listening | undefined;
afterEach(() => server?.close());

/** What is observed of one request to an app that trusts such proxies. */
async function observed(proxies: readonly string[], headers: Record<string, string>) {
  const seen: Answered[] = [];
  const app = express().use(observe((answered) => seen.push(answered), trustProxies(proxies)));
  app.get('/', (_, response) => {
    response.send('answer');
  });
  server = await listen(app, 0, '127.0.0.1');
  const response = await fetch(`http://127.0.0.1:${String(server.port)}/`, { headers });
  await response.text();
  await server.close();
  server = undefined;
  return { id: seen[0]?.id, told: response.headers.get('x-request-id') };
}

const ID = '0123456789abcdef0123456789abcdef';

test('a request is called as a proxy that is trusted calls it', async () => {
  expect(await observed(['loopback'], { 'X-Request-Id': ID })).toEqual({ id: ID, told: ID });
});

test('nobody else names a request', async () => {
  for (const trusted of [[], ['10.0.0.0/8']]) {
    const { id, told } = await observed(trusted, { 'X-Request-Id': ID });
    expect(id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(told).toBe(id);
  }
});

test.each(['short', 'with spaces in it', `${ID}${ID}${ID}`, '"},{"level":60'])(
  'a proxy’s name that is not well-formed is not taken: %s',
  async (name) => {
    const { id } = await observed(['loopback'], { 'X-Request-Id': name });
    expect(id).toMatch(/^[\da-f]{8}-/);
  },
);

test('a client who leaves before the answer is told apart from one who got it', async () => {
  const answered = Promise.withResolvers<Answered>();
  const asked = Promise.withResolvers<undefined>();
  const app = express().use(observe(answered.resolve));
  app.get('/', () => {
    asked.resolve(undefined);
  });
  server = await listen(app, 0, '127.0.0.1');
  const client = connect(server.port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: billing\r\n\r\n');
  await asked.promise;
  client.destroy();
  await once(client, 'close');
  expect(await answered.promise).toMatchObject({ method: 'GET', status: 499, func: undefined });
});
