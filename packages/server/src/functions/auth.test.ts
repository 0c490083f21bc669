import { describe, expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { clientLogin, staffLogin, TEST_PASSWORD } from '../../testing/logins.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';
import { countTry, forgetTries, TRIES_OF_ACCOUNT, TRIES_OF_ADDRESS } from '../sessions/tries.ts';

const KEY = 'made-at-random-0123456789';
const HOUR = 3_600_000;

onEachStore((place) => {
  const backend = withBackend(place);
  const client = () => clientLogin(backend().store, backend().project);
  const staff = () => staffLogin(backend().store, backend().project);
  const auth = (fields: Record<string, string>) => backend().doc({ func: 'auth', ...fields }, { method: 'POST' });
  const wrong = { $type: 'auth', $object: 'badpassword' };
  const forgetCounts = () => forgetTries(backend().store, Date.now() + HOUR);

  describe('a key', () => {
    test('that the staff has made logs a client in, once', async () => {
      const [rita, admin] = [await client(), await staff()];
      expect(
        await backend().doc({ func: 'session.newkey', auth: admin.auth, username: rita.email, key: KEY }),
      ).toHaveProperty('ok');
      const first = await auth({ username: rita.email, key: KEY });
      expect(await backend().doc({ func: 'whoami', auth: first.auth?.$ ?? '' })).toMatchObject({
        user: { $name: rita.email },
      });
      expect((await auth({ username: rita.email, key: KEY })).error).toMatchObject(wrong);
    });

    test('that comes twice at once lets one in', async () => {
      const rita = await client();
      await backend().doc({ func: 'session.newkey', auth: rita.auth, username: rita.email, key: KEY });
      const docs = await Promise.all([1, 2, 3].map(() => auth({ username: rita.email, key: KEY })));
      expect(docs.filter((doc) => doc.auth)).toHaveLength(1);
    });

    test('is stored as a hash, is nobody else’s, and does not live long', async () => {
      const [rita, other] = [await client(), await client()];
      await backend().doc({ func: 'session.newkey', auth: rita.auth, username: rita.email, key: KEY });
      const rows = await backend().store.selectFrom('login_key').where('user', '=', rita.user).selectAll().execute();
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain(KEY);
      expect((await auth({ username: other.email, key: KEY })).error).toMatchObject(wrong);
      await backend()
        .store.updateTable('login_key')
        .set({ expires: Date.now() - 1 })
        .execute();
      expect((await auth({ username: rita.email, key: KEY })).error).toMatchObject(wrong);
    });

    test('is made by the staff for clients of their own, by a client for itself, by nobody for others', async () => {
      const [rita, other, admin] = [await client(), await client(), await staff()];
      const { project } = await addTestProvider(backend().store, { now: Date.now() });
      const [theirs, rival] = [await clientLogin(backend().store, project), await staffLogin(backend().store, project)];
      const newKey = async (by: { auth: string }, { email }: { email: string }) =>
        (await backend().doc({ func: 'session.newkey', auth: by.auth, username: email, key: KEY })).error?.$object;
      expect(await newKey(rita, rita)).toBeUndefined();
      expect(await newKey(rita, other)).toBe('username');
      expect(await newKey(rita, admin)).toBe('username');
      expect(await newKey(admin, theirs)).toBe('username');
      expect(await newKey(admin, rival)).toBe('username');
      expect(await newKey({ auth: 'none' }, rita)).toBe('session');
      expect(
        (await backend().doc({ func: 'session.newkey', auth: rita.auth, username: rita.email, key: 'short' })).error,
      ).toMatchObject({ $type: 'value', $object: 'key' });
    });
  });

  describe('a session', () => {
    test('is told by whoami and keepalive, by parameter and by cookie, until logon ends it', async () => {
      const { email } = await client();
      const token = (await auth({ username: email, password: TEST_PASSWORD })).auth?.$ ?? '';
      const cookie = { headers: { Cookie: `billmgrses5=${token}` } };
      expect(await backend().doc({ func: 'whoami' }, cookie)).toMatchObject({ ok: {}, user: { $name: email } });
      expect(await backend().doc({ func: 'keepalive', auth: token })).toHaveProperty('ok');
      await backend().doc({ func: 'logon', auth: token });
      for (const func of ['whoami', 'keepalive']) {
        const response = await backend().ask({ func, auth: token, out: 'json' });
        expect(response.status).toBe(200);
        expect(await response.json()).toMatchObject({ doc: { error: { $type: 'access' } } });
      }
    });

    test('lives for an hour after its last use; a use renews it', async () => {
      const rita = await client();
      const lastUsed = (ago: number) =>
        backend()
          .store.updateTable('session')
          .set({ last_used: Date.now() - ago })
          .where('user', '=', rita.user)
          .execute();
      const keepalive = async () => (await backend().doc({ func: 'keepalive', auth: rita.auth })).error?.$type;
      await lastUsed(HOUR - 10_000);
      expect(await keepalive()).toBeUndefined();
      expect(await keepalive()).toBeUndefined();
      await lastUsed(HOUR + 10_000);
      expect(await keepalive()).toBe('access');
    });

    test('remembers the language of its login, and a call may ask for another', async () => {
      const { email } = await client();
      const token = (await auth({ username: email, password: TEST_PASSWORD, lang: 'ru', forget: 'on' })).auth?.$ ?? '';
      const lang = async (fields: Record<string, string>) =>
        ((await backend().doc({ func: 'whoami', auth: token, ...fields })) as unknown as { $lang: string }).$lang;
      expect(await lang({})).toBe('ru');
      expect(await lang({ lang: 'en' })).toBe('en');
    });
  });

  describe('guessing', () => {
    // Keys and passwords are counted as one; a key costs no machine a second.
    const guess = (username: string) => auth({ username, key: 'a guess' });
    const rightKey = async ({ auth: own, email }: { auth: string; email: string }) => {
      await backend().doc({ func: 'session.newkey', auth: own, username: email, key: KEY });
      return auth({ username: email, key: KEY });
    };
    const refused = { $type: 'auth', $object: 'badip' };

    test('an account has so many tries, by whatever way; then not even the right password is looked at', async () => {
      await forgetCounts();
      const rita = await client();
      const { email } = rita;
      expect((await auth({ username: email, password: 'a guess' })).error).toMatchObject(wrong);
      expect((await backend().doc({ func: 'whoami', authinfo: `${email}:a guess` })).error).toMatchObject(wrong);
      for (let tries = 2; tries < TRIES_OF_ACCOUNT.most; tries += 1)
        expect((await guess(email)).error).toMatchObject(wrong);
      const response = await backend().ask({ func: 'auth', username: email, password: TEST_PASSWORD, out: 'json' });
      expect(response.status).toBe(429);
      expect(await response.json()).toMatchObject({ doc: { error: refused } });
      expect((await rightKey(rita)).error).toMatchObject(refused);
      expect((await backend().doc({ func: 'whoami', authinfo: `${email}:${TEST_PASSWORD}` })).error).toMatchObject(
        refused,
      );
      await forgetCounts();
      expect(await auth({ username: email, password: TEST_PASSWORD })).toHaveProperty('auth');
    });

    test('a name that nobody has is counted as any other: by the answers there is no telling which exist', async () => {
      await forgetCounts();
      const { email } = await client();
      const told = async (username: string) => {
        const errors = [];
        for (let tries = 0; tries <= TRIES_OF_ACCOUNT.most; tries += 1) {
          const { error } = await guess(username);
          errors.push({ type: error?.$type, object: error?.$object });
        }
        return errors;
      };
      expect(await told('nobody@example.com')).toEqual(await told(email));
    });

    test('those at once are counted before any is looked at', async () => {
      await forgetCounts();
      const docs = await Promise.all(
        Array.from({ length: TRIES_OF_ACCOUNT.most + 5 }, () => guess('everybody@example.com')),
      );
      expect(docs.filter(({ error }) => error?.$object === 'badpassword')).toHaveLength(TRIES_OF_ACCOUNT.most);
    });

    test('who logs in is never refused for doing it often, and gives nobody new tries by it', async () => {
      await forgetCounts();
      const rita = await client();
      await guess(rita.email);
      for (let tries = 0; tries < TRIES_OF_ACCOUNT.most + 2; tries += 1)
        expect(await rightKey(rita)).toHaveProperty('auth');
      for (let tries = 1; tries < TRIES_OF_ACCOUNT.most; tries += 1)
        expect((await guess(rita.email)).error).toMatchObject(wrong);
      expect((await rightKey(rita)).error).toMatchObject(refused);
    });

    test('who calls often at once with the right password is never refused either', async () => {
      await forgetCounts();
      const rita = await client();
      for (let tries = 0; tries < TRIES_OF_ACCOUNT.most / 2; tries += 1) await guess(rita.email);
      const docs = await Promise.all(
        Array.from({ length: 3 * TRIES_OF_ACCOUNT.most }, () =>
          backend().doc({ func: 'whoami', authinfo: `${rita.email}:${TEST_PASSWORD}` }),
        ),
      );
      expect(docs.filter(({ error }) => error)).toEqual([]);
    });

    test('an address has so many, for whatever names', async () => {
      await forgetCounts();
      const rita = await client();
      for (let tries = 0; tries < TRIES_OF_ADDRESS.most; tries += 1)
        await countTry(backend().store, 'auth address 127.0.0.1', TRIES_OF_ADDRESS, Date.now());
      expect((await rightKey(rita)).error).toMatchObject(refused);
      await forgetCounts();
      expect(await rightKey(rita)).toHaveProperty('auth');
    });

    test('no name, password or address can be read from the counts', async () => {
      await guess('somebody@example.com');
      const rows = JSON.stringify(await backend().store.selectFrom('guess').selectAll().execute());
      expect(rows).not.toMatch(/somebody|127\.0\.0\.1|guess/);
    });
  });
});
