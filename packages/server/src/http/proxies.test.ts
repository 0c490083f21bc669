import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { onEachStore } from '../../testing/stores.ts';
import { countTry, TRIES_OF_ADDRESS } from '../sessions/tries.ts';
import { networkAsking, trustNobody, trustProxies } from './proxies.ts';

/** A request as Node.js hands it over, outside Express. */
function requestFrom(address: string, forwarded?: string): IncomingMessage {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: address });
  const request = new IncomingMessage(socket);
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  return request;
}

test.each<[string, string, string | undefined, readonly string[] | undefined, string]>([
  ['nobody is trusted', '10.0.0.2', '203.0.113.7', undefined, '10.0.0.2'],
  ['an empty list trusts nobody', '10.0.0.2', '203.0.113.7', [], '10.0.0.2'],
  ['a proxy is trusted', '10.0.0.2', '203.0.113.7', ['10.0.0.2'], '203.0.113.7'],
  ['a subnet is trusted', '10.0.9.9', '203.0.113.7', ['10.0.0.0/16'], '203.0.113.7'],
  ['as IPv6 writes IPv4', '::ffff:10.0.0.2', '203.0.113.7', ['10.0.0.2'], '203.0.113.7'],
  ['an IPv6 visitor', '::1', '2001:db8:0:1::5', ['loopback'], '2001:db8:0:1::/64'],
  ['who is no proxy says so', '203.0.113.66', '10.0.0.2', ['10.0.0.2'], '203.0.113.66'],
  ['the visitor wrote an address before', '10.0.0.2', '8.8.8.8, 203.0.113.7', ['10.0.0.2'], '203.0.113.7'],
  ['two proxies', '10.0.0.2', '8.8.8.8, 203.0.113.7, 10.0.0.3', ['10.0.0.0/24'], '203.0.113.7'],
  ['the visitor is not named', '10.0.0.2', undefined, ['10.0.0.2'], '10.0.0.2'],
  ['the visitor’s address is none', '10.0.0.2', 'anything at all', ['10.0.0.2'], ''],
])('limits count whom a trusted proxy names, and nobody else: %s', (_, from, forwarded, proxies, network) => {
  const trusts = proxies === undefined ? trustNobody : trustProxies(proxies);
  expect(networkAsking(requestFrom(from, forwarded), trusts)).toBe(network);
});

test.each(['proxy', '10.0.0.0/40', ''])('%j is no proxy’s address', (proxy) => {
  expect(() => trustProxies([proxy])).toThrow(TypeError);
});

onEachStore((place) => {
  /** Headers as a visitor may send them, and as a proxy may. */
  const forwarded = {
    'X-Forwarded-For': '203.0.113.7',
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Host': 'bill.example.com',
  };
  const login = { func: 'auth', username: 'nobody@example.com', key: 'a guess', out: 'xjson' };

  describe('without a trusted proxy', () => {
    const backend = withBackend(place);

    test('X-Forwarded-For gives nobody new tries', async () => {
      const { store, ask } = backend();
      const now = Date.now();
      for (let tries = 0; tries < TRIES_OF_ADDRESS.most; tries += 1)
        await countTry(store, 'auth address 127.0.0.1', TRIES_OF_ADDRESS, now);
      expect((await ask(login, { method: 'POST', headers: forwarded })).status).toBe(429);
    });

    test('X-Forwarded-Host and -Proto say nothing of where billing is', async () => {
      const { ask, origin } = backend();
      const answer = await ask({ func: 'register', cntid: '1762745305.hvtgBc' }, { headers: forwarded });
      expect(await answer.text()).toContain(` host="${origin}"`);
      const page = await ask(
        { func: 'register', cntid: '1762745305.hvtgBc' },
        { headers: { ...forwarded, Accept: 'text/html' } },
      );
      expect(page.headers.getSetCookie()[0]).not.toContain('Secure');
    });
  });

  describe('behind a trusted proxy', () => {
    const backend = withBackend(place, () => ({ trusts: trustProxies(['loopback']) }));

    test('each visitor has tries of their own', async () => {
      const { store, ask } = backend();
      const now = Date.now();
      for (let tries = 0; tries < TRIES_OF_ADDRESS.most; tries += 1)
        await countTry(store, 'auth address 203.0.113.8', TRIES_OF_ADDRESS, now);
      const statusFor = async (visitor: string) =>
        (await ask(login, { method: 'POST', headers: { 'X-Forwarded-For': visitor } })).status;
      expect(await statusFor('203.0.113.8')).toBe(429);
      expect(await statusFor('203.0.113.9')).toBe(200);
    });

    test('billing is where the proxy says, and its cookie is Secure there', async () => {
      const { ask, failures } = backend();
      const page = await ask(
        { func: 'register', cntid: '1762745305.hvtgBc' },
        { headers: { ...forwarded, Accept: 'text/html' } },
      );
      expect(page.headers.getSetCookie()[0]).toContain('Secure');
      const hostOf = async (headers: Record<string, string>) =>
        / host="([^"]*)"/.exec(await (await ask({ func: 'register' }, { headers })).text())?.[1];
      expect(await hostOf(forwarded)).toBe('https://bill.example.com');
      expect(await hostOf({ ...forwarded, 'X-Forwarded-Proto': 'javascript' })).toBe('http://bill.example.com');
      expect((await ask({ func: 'register' }, { headers: { 'X-Forwarded-Host': 'a b' } })).status).toBe(400);
      expect(failures).toEqual([]);
    });
  });
});
