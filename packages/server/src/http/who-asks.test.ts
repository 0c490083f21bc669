import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { withBackend } from '../../testing/backend.ts';
import { clientLogin, staffLogin, TEST_PASSWORD } from '../../testing/logins.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';

onEachStore((place) => {
  const backend = withBackend(place);
  const client = () => clientLogin(backend().store, backend().project);
  const staff = () => staffLogin(backend().store, backend().project);
  const sessions = async () => (await backend().store.selectFrom('session').select('id').execute()).length;

  test('authinfo says on each call who asks: no session is made, and no cookie set', async () => {
    const { email } = await client();
    const before = await sessions();
    const response = await backend().ask({
      func: 'whoami',
      authinfo: `${email.toUpperCase()}:${TEST_PASSWORD}`,
      out: 'json',
    });
    expect(await response.json()).toMatchObject({ doc: { user: { $name: email, $level: '16' }, ok: {} } });
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await sessions()).toBe(before);
  });

  test('authinfo of a browser that opens a link changes nothing of its session, and keeps no click', async () => {
    const { email } = await client();
    const before = await sessions();
    const response = await backend().ask(
      { func: 'dashboard', authinfo: `${email}:${TEST_PASSWORD}`, from: String(backend().partner) },
      { headers: { Accept: 'text/html' } },
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await sessions()).toBe(before);
  });

  test('authinfo may change what its user may change, without a page of billing', async () => {
    const { email } = await client();
    const doc = await backend().doc({
      func: 'session.newkey',
      authinfo: `${email}:${TEST_PASSWORD}`,
      username: email,
      key: '0123456789abcdef',
    });
    expect(doc).toHaveProperty('ok');
  });

  test('a filter needs a session to be kept with', async () => {
    const { email } = await client();
    const authinfo = `${email}:${TEST_PASSWORD}`;
    expect(
      (await backend().doc({ func: 'affiliate.client.click.filter', authinfo, sok: 'ok', site: 'a' })).error,
    ).toMatchObject({ $type: 'access', $object: 'session' });
    expect(await backend().doc({ func: 'affiliate.client.click', authinfo })).toHaveProperty('p_elems');
    expect(backend().failures).toEqual([]);
  });

  test.each([
    ['a wrong password', (email: string) => `${email}:another`],
    ['no password', (email: string) => email],
    ['an unknown name', () => `nobody:${TEST_PASSWORD}`],
  ])('authinfo with %s is told in the same words, and repeated nowhere', async (_, authinfo) => {
    const given = authinfo((await client()).email);
    const response = await backend().ask({ func: 'whoami', authinfo: given, out: 'json' });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect((JSON.parse(text) as { doc: unknown }).doc).toMatchObject({
      error: { $type: 'auth', $object: 'badpassword', msg: { $: 'wrong name or password' } },
    });
    expect(text).not.toContain(given);
  });

  test('su lets the staff act for a client, for this call', async () => {
    const [rita, { auth }] = [await client(), await staff()];
    expect(await backend().doc({ func: 'whoami', auth, su: rita.email })).toMatchObject({
      user: { $name: rita.email, $account: String(rita.account) },
    });
    expect(await backend().doc({ func: 'whoami', auth })).toMatchObject({ user: { $level: '29' } });
    expect(await backend().doc({ func: 'affiliate.client.click', auth, su: rita.email })).toHaveProperty('p_elems');
  });

  test('what the staff changes as a client is written down: who, as whom, what', async () => {
    const [rita, admin] = [await client(), await staff()];
    await backend().doc({
      func: 'session.newkey',
      auth: admin.auth,
      su: rita.email,
      username: rita.email,
      key: '0123456789abcdef',
    });
    const rows = await backend()
      .store.selectFrom('audit')
      .where('func', '=', 'su')
      .where('elid', '=', rita.account ?? 0)
      .selectAll()
      .execute();
    expect(rows).toEqual([
      expect.objectContaining({
        user: admin.user,
        after: JSON.stringify({ func: 'session.newkey', su: rita.email }),
      }),
    ]);
  });

  test('whose account the staff enters is written down once, also where nothing is changed', async () => {
    const [rita, other, admin] = [await client(), await client(), await staff()];
    const entries = async ({ account }: { account: number | undefined }) =>
      backend()
        .store.selectFrom('audit')
        .where('func', '=', 'su')
        .where('elid', '=', account ?? 0)
        .select(['user', 'after', 'id'])
        .execute();
    // Filling a basket is what a link may do; it says of itself that it changes nothing.
    const order = { func: 'quickorder', pricelist: String(backend().pricelist), period: '1' };
    for (const call of [order, { func: 'basket' }, order])
      expect(await backend().doc({ ...call, auth: admin.auth, su: rita.email })).not.toHaveProperty('error');
    const [entry, ...again] = await entries(rita);
    expect(again).toEqual([]);
    expect(entry).toMatchObject({
      user: admin.user,
      after: JSON.stringify({ func: 'quickorder', su: rita.email }),
    });
    await backend().doc({ func: 'basket', auth: admin.auth, su: other.email });
    expect(await entries(other)).toHaveLength(1);
    const { store } = backend();
    await sql`update audit set cdate = ${Date.now() - 3_600_001} where id = ${entry?.id}`.execute(store);
    await backend().doc({ func: 'basket', auth: admin.auth, su: rita.email });
    expect(await entries(rita)).toHaveLength(2);
    // Whoever is refused has entered nothing.
    const stranger = await client();
    await backend().doc({ func: 'basket', auth: rita.auth, su: stranger.email });
    expect(await entries(stranger)).toEqual([]);
  });

  test('su is nothing for a client, towards the staff or another client, nor for nobody', async () => {
    const [rita, other, admin] = [await client(), await client(), await staff()];
    const su = async (fields: Record<string, string>) => (await backend().doc({ func: 'whoami', ...fields })).error;
    const refused = { $type: 'access', $object: 'su' };
    expect(await su({ auth: rita.auth, su: admin.email })).toMatchObject(refused);
    expect(await su({ auth: rita.auth, su: other.email })).toMatchObject(refused);
    expect(await su({ auth: rita.auth, su: rita.email })).toMatchObject(refused);
    expect(await su({ su: rita.email })).toMatchObject(refused);
    expect(await su({ authinfo: `${rita.email}:${TEST_PASSWORD}`, su: other.email })).toMatchObject(refused);
  });

  test('su is for clients of one’s own: others, staff and nobody are told apart by nothing', async () => {
    const { auth, email } = await staff();
    const elsewhere = await addTestProvider(backend().store, { now: Date.now() });
    const theirs = await clientLogin(backend().store, elsewhere.project);
    for (const su of [theirs.email, email, 'nobody@example.com']) {
      const { error } = await backend().doc({ func: 'whoami', auth, su });
      expect(error).toMatchObject({ $type: 'value', $object: 'su', msg: { $: 'there is no client with this login' } });
    }
  });

  test('a client’s way back to the staff’s functions is none', async () => {
    const [rita, { auth }] = [await client(), await staff()];
    expect((await backend().doc({ func: 'referralprogram.click', auth, su: rita.email })).error).toMatchObject({
      $type: 'access',
    });
  });
});
