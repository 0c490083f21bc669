import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { TEST_PASSWORD } from '../../testing/logins.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';

/** Seed 002: “Client registration”; that partner and sesid link the client is proved with seed 000. */
onEachStore((place) => {
  const backend = withBackend(place);
  let registered = 0;
  const register = async (fields: Record<string, string> = {}) => {
    const email = `user-${String((registered += 1))}-${String(process.pid)}@example.com`;
    const doc = await backend().doc(
      { func: 'register', sok: 'ok', email, passwd: TEST_PASSWORD, realname: 'John Wick', ...fields },
      { method: 'POST' },
    );
    const user = await backend().store.selectFrom('user').where('email', '=', email).selectAll().executeTakeFirst();
    return { doc, email, user };
  };
  const demand = async (name: string): Promise<() => Promise<unknown>> => {
    const { store, project } = backend();
    const agreement = { project, name, title: 'Terms', url: 'https://site.com/terms', cdate: 0 };
    const { id } = await store.insertInto('agreement').values(agreement).returning('id').executeTakeFirstOrThrow();
    return () => store.deleteFrom('agreement').where('id', '=', id).execute();
  };

  test('email, passwd, realname, phone, country, state, _ga, tzoffset: a new client has them all', async () => {
    const fields = { phone: '71234567788', country: '840', state: 'US-CA', tzoffset: '-480,1' };
    const { doc, user } = await register({ ...fields, _ga: 'GA1.2.1234.5678', project: String(backend().project) });
    expect(user).toMatchObject({
      id: Number(doc['user.id']?.$),
      account: Number(doc['account.id']?.$),
      realname: 'John Wick',
      ga: 'GA1.2.1234.5678',
      ...fields,
    });
  });

  test('the answer logs the client in once, by the username and the key in ok', async () => {
    const { doc, email } = await register();
    const query = new URLSearchParams(doc.ok?.$);
    expect(query.get('username')).toBe(email);
    expect(/key=([^&]+)/.exec(doc.ok?.$ ?? '')?.[1]).toBe(query.get('key'));
    const { auth } = await backend().doc(Object.fromEntries(query));
    expect(await backend().doc({ func: 'whoami', auth: auth?.$ ?? '' })).toMatchObject({ user: { $name: email } });
    expect((await backend().doc(Object.fromEntries(query))).error).toMatchObject({ $type: 'auth' });
  });

  test.each(['conditions_agree', 'offer_7'])(
    '%s set to on, if a client has to agree at the registration: only then it is missed',
    async (name) => {
      expect((await register()).doc).toHaveProperty('ok');
      const drop = await demand(name);
      for (const fields of [{}, ...['', 'off', 'no', '0'].map((answer) => ({ [name]: answer }))]) {
        const { doc, user } = await register(fields);
        expect(doc.error).toMatchObject({ $type: 'missed', $object: name });
        expect(user).toBeUndefined();
      }
      expect(await backend().doc({ func: 'register', out: 'xjson' })).toMatchObject({
        agreement: [{ $name: name, $url: 'https://site.com/terms', $: 'Terms' }],
      });
      const { user } = await register({ [name]: 'on' });
      await drop();
      const given = await backend()
        .store.selectFrom('agreement_given')
        .where('account', '=', user?.account ?? 0)
        .selectAll()
        .execute();
      expect(given).toEqual([expect.objectContaining({ name, title: 'Terms', url: 'https://site.com/terms' })]);
    },
  );

  test('country, state — id according to BILLmanager directory: the form has them, the first country is none', async () => {
    const { slist } = (await backend().doc({ func: 'register' })) as unknown as {
      slist: { $name: string; val: { $key: string; $: string; $depend?: string }[] }[];
    };
    expect(slist.map(({ $name }) => $name)).toEqual(['country', 'state']);
    expect(slist[0]?.val[0]).toEqual({ $key: '', $: '' });
    expect(slist[0]?.val).toContainEqual({ $key: '276', $: 'Germany' });
    expect(slist[1]?.val).toContainEqual({ $key: 'US-CA', $: 'California', $depend: '840' });
  });

  test.each([
    ['country', { country: '1' }],
    ['state', { state: 'US-XX' }],
    ['state', { country: '276', state: 'US-CA' }],
    ['tzoffset', { tzoffset: 'yesterday' }],
  ])('a %s that is none is told: %o', async (object, fields) => {
    const { doc, user } = await register(fields);
    expect(doc.error).toMatchObject({ $type: 'value', $object: object });
    expect(user).toBeUndefined();
  });

  test('recovery set to on, if you want to send a password reset notification: without it there is none', async () => {
    const mailTo = (recipient: string) =>
      backend().store.selectFrom('outbox').where('recipient', '=', recipient).selectAll().execute();
    expect(await mailTo((await register()).email)).toEqual([]);
    const { email } = await register({ recovery: 'on' });
    expect(await mailTo(email)).toEqual([
      expect.objectContaining({
        status: 'waiting',
        body: expect.stringMatching(/func=recovery\.change&key=[\w-]{32}\s/),
      }),
    ]);
  });

  test('a browser gets the form to fill in, with countries, states, and what is to be agreed to', async () => {
    const drop = await demand('conditions_agree');
    const response = await backend().ask({ func: 'register' }, { headers: { Accept: 'text/html' } });
    const page = await response.text();
    await drop();
    expect(page).toMatch(/<select id="country"[^>]*>\s*<option value>/);
    expect(page).toContain('<optgroup label="Canada">');
    expect(page).toMatch(/<input[^>]*type="checkbox"[^>]*name="conditions_agree"/);
  });

  test('“the system redirects a new client from your website to the registration form”', async () => {
    const response = await fetch(`${backend().origin}/billmgr?func=register`, { headers: { Accept: 'text/html' } });
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/<form[^>]*>.*name="email".*name="passwd"/s);
  });

  test('“BILLmanager will return user.id … and account.id”: the sample call, with a space in it', async () => {
    const { origin } = backend();
    const email = `wick-${backend().project}-${process.pid}@example.com`;
    const response = await fetch(
      `${origin}/billmgr?func=register&sok=ok&email=${email}&passwd=q1w2e3&realname=John%20Wick&phone=71234567788`,
    );
    expect(await response.text()).toMatch(
      /<user\.id>\d+<\/user\.id><account\.id>\d+<\/account\.id><ok>func=auth&amp;username=[^&]+&amp;key=[\w-]{32}<\/ok>/,
    );
  });

  test('sok = ok — “save data”: without it nobody is registered, and a password is stored as no password', async () => {
    const fields = { func: 'register', email: `sok-${process.pid}@example.com`, passwd: TEST_PASSWORD };
    const found = () =>
      backend().store.selectFrom('user').where('email', '=', fields.email).select('passwd').executeTakeFirst();
    for (const sok of [{}, { sok: '' }]) expect(await backend().doc({ ...fields, ...sok })).not.toHaveProperty('ok');
    expect(await found()).toBeUndefined();
    expect(await backend().doc({ ...fields, sok: 'ok' })).toHaveProperty('ok');
    expect((await found())?.passwd).toMatch(/^[\w-]+\.[\w-]+$/);
    expect((await found())?.passwd).not.toContain(TEST_PASSWORD);
  });

  test('project — “provider id”: the client is that provider’s', async () => {
    const { project } = await addTestProvider(backend().store, { now: Date.now() });
    expect((await register({ project: String(project) })).user).toMatchObject({ project });
    expect((await register({})).user).toMatchObject({ project: backend().project });
    expect((await register({ project: '987654321' })).doc.error).toMatchObject({ $type: 'value', $object: 'project' });
  });
});
