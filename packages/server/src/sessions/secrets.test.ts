import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { dumpOf } from '../../testing/dump.ts';
import { clientLogin, TEST_PASSWORD } from '../../testing/logins.ts';
import { onEachStore } from '../../testing/stores.ts';
import { newToken } from './token.ts';

const KEY = 'a-key-that-is-not-stored-0123';

onEachStore((place) => {
  const backend = withBackend(place);

  test('no session, cookie, key or password can be read from the database', async () => {
    const { store, project, ask, doc } = backend();
    const { auth, email } = await clientLogin(store, project);
    expect(await doc({ func: 'session.newkey', auth, username: email, key: KEY })).toHaveProperty('ok');
    const visit = await ask({ func: 'register', cntid: '1762745305.hvtgBc' }, { headers: { Accept: 'text/html' } });
    const cookie = /billmgrses5=([\w-]+)/.exec(visit.headers.getSetCookie()[0] ?? '')?.[1] ?? '';
    await doc({ func: 'auth', username: email, password: 'another password' }, { method: 'POST' });
    const dump = JSON.stringify(await dumpOf(store));
    expect(dump).toContain(email);
    for (const secret of [auth, cookie, KEY, TEST_PASSWORD, 'another password']) {
      expect(secret.length).toBeGreaterThan(5);
      expect(dump).not.toContain(secret);
    }
  });

  test('what the table holds of a session opens none', async () => {
    const { store, project, doc } = backend();
    await clientLogin(store, project);
    const rows = await store.selectFrom('session').select('token_hash').execute();
    for (const { token_hash: hash } of rows)
      expect((await doc({ func: 'whoami', auth: hash })).error).toMatchObject({ $type: 'access', $object: 'session' });
  });
});

test('a session is named by 192 bits, each of which is as often set as not', () => {
  const count = 2000;
  const bits = Array<number>(192).fill(0);
  for (let n = 0; n < count; n += 1) {
    const bytes = Buffer.from(newToken(), 'base64url');
    expect(bytes).toHaveLength(24);
    bits.forEach((_, bit) => {
      bits[bit] = (bits[bit] ?? 0) + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1);
    });
  }
  // Seven times the standard deviation: it fails once in a hundred million runs.
  for (const set of bits) expect(Math.abs(set - count / 2)).toBeLessThan((7 * Math.sqrt(count)) / 2);
});

test('nothing that is to be secret is made of Math.random, which can be foretold', () => {
  const sources = ['server', 'protocol'].flatMap((name) => {
    const folder = join(import.meta.dirname, '../../..', name, 'src');
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
      .map((file) => join(folder, file));
  });
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((file) => readFileSync(file, 'utf8').includes('Math.random'))).toEqual([]);
});
