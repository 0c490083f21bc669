import { describe, expect, test } from '@jest/globals';
import { type TestBackend, withBackend } from '../../testing/backend.ts';
import { onEachStore } from '../../testing/stores.ts';
import { countTry, forgetTries, REGISTRATIONS_OF_ADDRESS } from '../sessions/tries.ts';

const HOUR = 3_600_000;

let emails = 0;
const newEmail = (): string => `new-${String((emails += 1))}-${String(process.pid)}@example.com`;

onEachStore((place) => {
  const backend = withBackend(place);
  const register = (fields: Record<string, string> = {}) =>
    backend().doc({ func: 'register', sok: 'ok', email: newEmail(), passwd: 'q1w2e3', ...fields }, { method: 'POST' });
  const referralOf = async (doc: Awaited<ReturnType<TestBackend['doc']>>) =>
    backend()
      .store.selectFrom('referralprogram_referral')
      .where('referral_account', '=', Number(doc['account.id']?.$))
      .selectAll()
      .executeTakeFirst();
  const clickOf = (sesid: string) =>
    backend()
      .store.selectFrom('referralprogram_click')
      .where('sesid', '=', sesid)
      .selectAll()
      .executeTakeFirstOrThrow();
  const newClick = async (from?: number): Promise<string> => {
    const p = from === undefined ? 'https://site.com/' : `https://site.com/?from=${String(from)}`;
    const { cntid } = await backend().doc({ func: 'referralprogram.registerclick', p });
    return cntid?.$ ?? '';
  };

  describe('a click id', () => {
    test('that is spent links to the same partner and leaves its row alone', async () => {
      const { partner } = backend();
      const sesid = await newClick(partner);
      const first = await register({ sesid });
      const second = await register({ sesid });
      expect(await referralOf(second)).toMatchObject({ referer_account: partner, sesid });
      expect((await clickOf(sesid)).referral_account).toBe(Number(first['account.id']?.$));
    });

    test('that has no partner gets it, and its program, from the registration', async () => {
      const { partner, program } = backend();
      const sesid = await newClick();
      const doc = await register({ sesid, partner: String(partner) });
      expect(await referralOf(doc)).toMatchObject({ referer_account: partner, sesid });
      expect(await clickOf(sesid)).toMatchObject({ referer_account: partner, referralprogram: program });
    });

    test('of a click beats the partner that is named beside it, who is recorded', async () => {
      const { partner, store, program, project } = backend();
      const other = Number((await register())['account.id']?.$);
      await store
        .insertInto('referralprogram_referer')
        .values({ account: other, project, referralprogram: program })
        .execute();
      const doc = await register({ sesid: await newClick(partner), partner: String(other) });
      expect(await referralOf(doc)).toMatchObject({ referer_account: partner });
      const losers = await store
        .selectFrom('referralprogram_candidate')
        .where('referral_account', '=', Number(doc['account.id']?.$))
        .selectAll()
        .execute();
      expect(losers).toEqual([expect.objectContaining({ referer_account: other, reason: 'click-beats-partner' })]);
    });
  });

  describe('bad referral data never costs a customer the registration', () => {
    test.each([
      ['a blank sesid, as a client without one sends it', { sesid: ' ' }],
      ['an unknown sesid', { sesid: '1762745305.hvtgBc' }],
      ['a sesid that is none', { sesid: "'; drop table account --" }],
      ['a very long sesid', { sesid: 'x'.repeat(5000) }],
      ['a sesid with a NUL in it', { sesid: 'a\0b' }],
      ['a partner that is none', { partner: 'abc' }],
      ['a partner with a control character', { partner: '2\u0001' }],
      ['a partner nobody knows', { partner: '999999999999999' }],
      ['an account that is no partner', { partner: '1000000' }],
    ])('%s', async (_, fields: Record<string, string>) => {
      const doc = await register(fields);
      expect(doc).toHaveProperty('ok');
      expect(await referralOf(doc)).toBeUndefined();
      expect(backend().failures).toEqual([]);
    });

    test('why is told in counter.log', async () => {
      const doc = await register({ sesid: '1762745305.unknown' });
      const line = await backend().counterLog('1762745305.unknown');
      expect(line).toContain(
        `func=register&referral_account=${doc['account.id']?.$ ?? ''}&sesid=1762745305.unknown&passed=unknown%2Dclick`,
      );
    });
  });

  describe('bad input is the platform’s error, names the parameter and writes nothing', () => {
    test.each([
      ['no e-mail', { email: '' }, 'missed', 'email'],
      ['an e-mail that is none', { email: 'nobody' }, 'value', 'email'],
      ['no password', { passwd: '' }, 'missed', 'passwd'],
      ['a password that is too short', { passwd: 'abc' }, 'value', 'passwd'],
      ['a password that is not confirmed', { confirm: 'another' }, 'value', 'confirm'],
      ['a provider that does not exist', { project: '999999' }, 'value', 'project'],
      ['a name with a NUL in it', { realname: 'a\0b' }, 'value', 'realname'],
      ['a name that is too long', { realname: 'x'.repeat(201) }, 'value', 'realname'],
    ])('%s', async (_, fields: Record<string, string>, type, object) => {
      const { store, failures } = backend();
      const count = () => store.selectFrom('account').select(store.fn.countAll().as('n')).execute();
      const before = await count();
      expect((await register(fields)).error).toMatchObject({ $type: type, $object: object });
      expect(await count()).toEqual(before);
      expect(failures).toEqual([]);
    });

    test('a second registration with the same e-mail, however it is written, and at once', async () => {
      const { store, failures } = backend();
      const email = newEmail();
      const count = async () => (await store.selectFrom('account').selectAll().execute()).length;
      const before = await count();
      const docs = await Promise.all([register({ email }), register({ email: email.toUpperCase() })]);
      const third = await register({ email: ` ${email} ` });
      expect(docs.filter(({ ok }) => ok)).toHaveLength(1);
      for (const doc of [...docs.filter(({ ok }) => !ok), third])
        expect(doc.error).toMatchObject({ $type: 'email_exist', $object: 'email' });
      expect(await count()).toBe(before + 1);
      expect(failures).toEqual([]);
    });

    test('a password is repeated in no error', async () => {
      const response = await backend().ask({
        func: 'register',
        sok: 'ok',
        email: newEmail(),
        passwd: 'too',
        out: 'json',
      });
      expect(await response.text()).not.toContain('too');
    });
  });

  test('two registrations with one click at once: both linked, the click marked once', async () => {
    const { partner } = backend();
    const sesid = await newClick(partner);
    const docs = await Promise.all([register({ sesid }), register({ sesid })]);
    for (const doc of docs) expect(await referralOf(doc)).toMatchObject({ referer_account: partner, sesid });
    expect(docs.map((doc) => Number(doc['account.id']?.$))).toContain((await clickOf(sesid)).referral_account);
  });

  test('an address registers so many in an hour; then nobody is, and no password is made', async () => {
    const { store } = backend();
    const clients = async () => (await store.selectFrom('account').select('id').execute()).length;
    await forgetTries(store, Date.now() + HOUR + 1);
    for (let tries = 1; tries < REGISTRATIONS_OF_ADDRESS.most; tries += 1)
      await countTry(store, 'register address 127.0.0.1', REGISTRATIONS_OF_ADDRESS, Date.now());
    expect(await register()).toHaveProperty('ok');
    const before = await clients();
    const form = { func: 'register', sok: 'ok', email: newEmail(), passwd: 'q1w2e3' };
    const refused = await backend().ask({ ...form, out: 'json' });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(HOUR / 1000 - 60);
    expect(await refused.json()).toMatchObject({ doc: { error: { $type: 'auth', $object: 'badip' } } });
    const page = await backend().ask(form, { method: 'POST', headers: { Accept: 'text/html' } });
    expect(page.status).toBe(429);
    expect(await page.text()).toMatch(/role="alert"[^>]*>[^<]*too many were registered from here/);
    // A browser would not run the answer of another status.
    const called = await backend().ask({ ...form, callback: 'cb', out: 'json' });
    expect(called.status).toBe(200);
    expect(await called.text()).toContain('"badip"');
    expect(await clients()).toBe(before);
    // What is wrong anyway is no registration, and the form is for everybody.
    expect((await register({ email: 'nobody' })).error).toMatchObject({ $object: 'email' });
    expect(await backend().doc({ func: 'register' })).toHaveProperty('slist');
    await forgetTries(store, Date.now() + HOUR + 1);
    expect(await register()).toHaveProperty('ok');
  });

  test('an e-mail that is taken is counted as well: nobody asks for all of them', async () => {
    const { store } = backend();
    const email = newEmail();
    await register({ email });
    for (let tries = 0; tries < REGISTRATIONS_OF_ADDRESS.most; tries += 1)
      await countTry(store, 'register address 127.0.0.1', REGISTRATIONS_OF_ADDRESS, Date.now());
    expect((await register({ email })).error).toMatchObject({ $object: 'badip' });
    await forgetTries(store, Date.now() + HOUR + 1);
    expect((await register({ email })).error).toMatchObject({ $object: 'email' });
  });

  test('the answer may be read by pages of the programs’ sites and of no other', async () => {
    const read = async (origin: string) =>
      (await backend().ask({ func: 'register', out: 'json' }, { headers: { Origin: origin } })).headers;
    const own = await read('https://site.com');
    expect(own.get('access-control-allow-origin')).toBe('https://site.com');
    expect(own.get('access-control-allow-credentials')).toBeNull();
    expect(own.get('vary')).toContain('Origin');
    for (const origin of ['https://evil.com', 'http://site.com', 'null'])
      expect((await read(origin)).get('access-control-allow-origin')).toBeNull();
  });
});
