import { describe, expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { clientLogin, TEST_PASSWORD } from '../../testing/logins.ts';
import { onEachStore } from '../../testing/stores.ts';
import { hashOfToken } from '../sessions/token.ts';
import { forgetTries } from '../sessions/tries.ts';

const HOUR = 3_600_000;
const NEW_PASSWORD = 'a new password';

onEachStore((place) => {
  const backend = withBackend(place);
  const client = () => clientLogin(backend().store, backend().project);
  const recovery = async (email: string, fields: Record<string, string> = {}) => {
    const response = await backend().ask({ func: 'recovery', sok: 'ok', email, out: 'json', ...fields });
    return response.text();
  };
  const mailTo = (email: string) =>
    backend().store.selectFrom('outbox').where('recipient', '=', email).orderBy('id').selectAll().execute();
  const keyFor = async (email: string): Promise<string> => {
    await recovery(email);
    return /key=([\w-]{32})/.exec((await mailTo(email)).at(-1)?.body ?? '')?.[1] ?? '';
  };
  const change = (key: string, passwd = NEW_PASSWORD) =>
    backend().doc({ func: 'recovery.change', sok: 'ok', key, passwd }, { method: 'POST' });
  const closed = { $type: 'auth', $object: 'nolink' };

  test('the answer is the same for an address that nobody has, to the letter; the mail is not', async () => {
    const { email } = await client();
    const unknown = `x${email}`;
    const told = await recovery(email);
    expect(await recovery(unknown)).toBe(told.replaceAll(email, unknown));
    expect(await mailTo(email)).toHaveLength(1);
    expect(await mailTo(unknown)).toEqual([]);
    expect(told).not.toMatch(/[\w-]{32}/);
  });

  test('the link changes the password once, and ends the sessions and keys there were', async () => {
    const rita = await client();
    await backend().doc({ func: 'session.newkey', auth: rita.auth, username: rita.email, key: '0123456789abcdef' });
    const [first, second] = [await keyFor(rita.email), await keyFor(rita.email)];
    expect(await change(second)).toHaveProperty('ok');
    expect((await backend().doc({ func: 'whoami', auth: rita.auth })).error).toMatchObject({ $type: 'access' });
    const auth = (fields: Record<string, string>) => backend().doc({ func: 'auth', username: rita.email, ...fields });
    expect((await auth({ key: '0123456789abcdef' })).error).toMatchObject({ $type: 'auth' });
    expect((await auth({ password: TEST_PASSWORD })).error).toMatchObject({ $type: 'auth' });
    expect(await auth({ password: NEW_PASSWORD })).toHaveProperty('auth');
    for (const key of [first, second]) expect((await change(key)).error).toMatchObject(closed);
  });

  test('of two who use it at once, one does', async () => {
    const key = await keyFor((await client()).email);
    const docs = await Promise.all([change(key, 'password one'), change(key, 'password two')]);
    expect(docs.filter((doc) => doc.ok)).toHaveLength(1);
    expect(docs.filter((doc) => doc.error)).toHaveLength(1);
  });

  test('it is over after three hours, and nothing of it is stored but its hash', async () => {
    const rita = await client();
    const key = await keyFor(rita.email);
    const rows = backend().store.selectFrom('recovery').where('user', '=', rita.user).selectAll();
    expect(JSON.stringify(await rows.execute())).not.toContain(key);
    const { expires } = await rows.executeTakeFirstOrThrow();
    expect(Math.round((expires - Date.now()) / HOUR)).toBe(3);
    const { store } = backend();
    await store.deleteFrom('recovery').where('user', '=', rita.user).execute();
    await store
      .insertInto('recovery')
      .values({ token_hash: hashOfToken(key), user: rita.user, expires: Date.now() - 1 })
      .execute();
    expect((await change(key)).error).toMatchObject(closed);
  });

  test('opening the link uses nothing up: a mail scanner may do it', async () => {
    const key = await keyFor((await client()).email);
    const response = await backend().ask({ func: 'recovery.change', key }, { headers: { Accept: 'text/html' } });
    expect(await response.text()).toContain('New password');
    expect(await change(key)).toHaveProperty('ok');
  });

  test.each([
    ['no key', { passwd: NEW_PASSWORD }, 'missed', 'key'],
    ['no password', { key: 'k' }, 'missed', 'passwd'],
    ['a password that is too short', { key: 'k', passwd: 'abc' }, 'value', 'passwd'],
    ['a password that is not confirmed', { key: 'k', passwd: NEW_PASSWORD, confirm: 'another' }, 'value', 'confirm'],
  ])('%s', async (_, fields: Record<string, string>, type, object) => {
    const { error } = await backend().doc({ func: 'recovery.change', sok: 'ok', ...fields });
    expect(error).toMatchObject({ $type: type, $object: object });
  });

  describe('limits', () => {
    test('a mailbox gets three mails an hour, and nobody is told that it did', async () => {
      await forgetTries(backend().store, Date.now() + HOUR + 1);
      const { email } = await client();
      const answers = new Set<string>();
      for (let asked = 0; asked < 5; asked += 1) answers.add(await recovery(email));
      expect(answers.size).toBe(1);
      expect(await mailTo(email)).toHaveLength(3);
    });

    test('an address asks for thirty an hour', async () => {
      await forgetTries(backend().store, Date.now() + HOUR + 1);
      const answers = [];
      for (let asked = 0; asked < 31; asked += 1) answers.push(await recovery(`nobody-${String(asked)}@example.com`));
      expect(answers.filter((answer) => answer.includes('badip'))).toHaveLength(1);
      const response = await backend().ask({ func: 'recovery', sok: 'ok', email: 'nobody@example.com' });
      expect(response.status).toBe(429);
      await forgetTries(backend().store, Date.now() + HOUR + 1);
    });
  });
});

onEachStore((place) => {
  const backend = withBackend(place, () => ({ publicUrl: 'https://bill.example.com' }));

  test('the link leads to billing’s own address, whatever the request calls it', async () => {
    const { email } = await clientLogin(backend().store, backend().project);
    await backend().doc(
      { func: 'recovery', sok: 'ok', email, lang: 'ru' },
      { headers: { 'X-Forwarded-Host': 'evil.com' } },
    );
    const { body, subject } = await backend()
      .store.selectFrom('outbox')
      .where('recipient', '=', email)
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(body).toMatch(/\nhttps:\/\/bill\.example\.com\/billmgr\?func=recovery\.change&key=/);
    expect(body).not.toContain('evil');
    expect(subject).toBe('Ваш пароль');
  });
});
