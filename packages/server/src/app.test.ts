import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { type TestBackend, withBackend } from '../testing/backend.ts';
import { addTestProvider } from '../testing/provider.ts';
import { onEachStore } from '../testing/stores.ts';
import { hashPassword } from './sessions/password.ts';

let emails = 0;

/** The status of a request with this Host header, which fetch does not let one choose. */
const statusWithHost = async (origin: string, host: string): Promise<number | undefined> => {
  const [response] = (await once(get(`${origin}/billmgr`, { headers: { host } }), 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
};

onEachStore((place) => {
  const backend = withBackend(place);
  const html = { Accept: 'text/html' };
  const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

  /** Somebody who has registered on billing's own page. */
  const newClient = async () => {
    const { ask, origin } = backend();
    const email = `app-${(emails += 1)}@example.com`;
    const form = { func: 'register', sok: 'ok', email, passwd: 'a password', realname: 'Somebody' };
    const response = await ask(form, { method: 'POST', headers: { ...html, Origin: origin } });
    return { email, cookie: cookieOf(response), response };
  };
  const visit = (cookie: string, parameters: Parameters<TestBackend['ask']>[0], headers = {}) =>
    backend().ask(parameters, { headers: { ...html, Cookie: cookie, ...headers } });
  const pay = (cookie: string, amount: string, headers: Record<string, string>) =>
    backend().ask(
      { func: 'payment', sok: 'ok', amount },
      { method: 'POST', headers: { ...html, Cookie: cookie, ...headers } },
    );
  const addToBasket = (cookie: string) =>
    visit(cookie, { func: 'quickorder', pricelist: String(backend().pricelist), period: '1' });
  const expensesOf = (email: string) =>
    backend()
      .store.selectFrom('expense')
      .innerJoin('user', 'user.account', 'expense.account')
      .where('user.email', '=', email)
      .select(['expense.amount', 'expense.item'])
      .execute();

  describe('an unknown function', () => {
    test.each([
      '',
      'nothing',
      'order',
      '*.order',
      '__proto__',
      'constructor',
      'x'.repeat(5000),
      '../../etc/passwd',
      'a\0b',
    ])('%j is the platform’s error, to a program and to a person', async (func) => {
      const { doc, ask, failures } = backend();
      expect((await doc({ func })).error).toMatchObject({ $type: 'missed', $object: 'func' });
      const page = await ask({ func: func || 'x' }, { headers: html });
      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(failures).toEqual([]);
    });
  });

  test.each([
    'out=nonsense',
    'out=constructor',
    'out=toString',
    'out=__proto__',
    'callback=alert(1)',
    'callback=a.b',
    'callback=a%0Ab',
  ])('%s is refused by name', async (query) => {
    const response = await fetch(`${backend().origin}/billmgr?func=register&${query}`);
    const name = query.split('=')[0] ?? '';
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`<error type="value" object="${name}"`);
  });

  test('a request that cannot be read is its sender’s mistake', async () => {
    const { origin, failures } = backend();
    const post = (body: string, headers: Record<string, string>) =>
      fetch(`${origin}/billmgr`, { method: 'POST', body, headers });
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await post(`a=${'x'.repeat(70_000)}`, form)).status).toBe(413);
    expect((await post('a=1', { ...form, 'Content-Encoding': 'nonsense' })).status).toBe(415);
    expect((await fetch(`${origin}/%FF`)).status).toBeLessThan(500);
    expect((await fetch(`${origin}/elsewhere`)).status).toBe(404);
    expect(await statusWithHost(origin, 'a b')).toBe(400);
    expect((await fetch(`${origin}//billmgr?func=auth`, { redirect: 'manual' })).headers.get('location')).toBeNull();
    expect(failures).toEqual([]);
  });

  test('a multipart form is read as a form-encoded one is', async () => {
    const { origin, failures } = backend();
    const form = new FormData();
    for (const [name, value] of [
      ['func', 'referralprogram.registerclick'],
      ['p', 'https://site.com/'],
      ['out', 'xjson'],
    ] as const)
      form.append(name, value);
    const post = (body: FormData | string, headers = {}) => fetch(`${origin}/`, { method: 'POST', body, headers });
    expect(await (await post(form)).json()).toHaveProperty('doc.cntid');
    const file = new FormData();
    file.append('func', new Blob(['auth']), 'auth.txt');
    expect((await post(file)).status).toBe(400);
    const long = new FormData();
    long.append('func', 'x'.repeat(70_000));
    expect((await post(long)).status).toBe(413);
    expect((await post('--x\r\nbroken', { 'Content-Type': 'multipart/form-data; boundary=x' })).status).toBe(400);
    expect((await post('', { 'Content-Type': 'multipart/form-data' })).status).toBe(400);
    expect(failures).toEqual([]);
  });

  test('lang=ru tells errors in Russian, to a program and to a person', async () => {
    const { doc, ask } = backend();
    const wrong = { func: 'auth', username: 'nobody@example.com', password: 'a password', lang: 'ru' };
    expect((await doc(wrong)).error).toMatchObject({ $lang: 'ru', msg: { $: 'неверное имя или пароль' } });
    expect(await (await ask(wrong, { method: 'POST', headers: html })).text()).toContain('неверное имя или пароль');
    expect((await doc({ ...wrong, lang: 'xx' })).error).toMatchObject({ $lang: 'en' });
  });

  test('out=print, and a browser where no page awaits it, get what a program gets, to read', async () => {
    const { ask } = backend();
    const click = { func: 'referralprogram.registerclick', p: 'https://site.com/<b>' };
    const printed = await ask({ ...click, out: 'print' });
    expect(printed.headers.get('content-type')).toContain('text/html');
    const page = await printed.text();
    expect(page).toContain('<dt>reason</dt><dd>url-mismatch</dd>');
    expect(page).not.toContain('<b>');
    expect(await (await ask(click, { headers: html })).text()).toContain('<dt>reason</dt><dd>url-mismatch</dd>');
  });

  test('what was saved is told with the parameters again, but not the secret ones', async () => {
    const email = `app-${(emails += 1)}@example.com`;
    const answer = await backend().ask({ func: 'register', sok: 'ok', email, passwd: 'a secret word', out: 'xjson' });
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({
      doc: { ok: {}, tparams: { email: { $: email }, func: { $: 'register' } } },
    });
    expect(text).not.toContain('a secret word');
  });

  test('why registerclick was refused may be read by any page, however early it was', async () => {
    const { origin } = backend();
    const ask = `${origin}/billmgr?func=referralprogram.registerclick`;
    const allowed = async (query: string, init?: RequestInit) =>
      (await fetch(ask + query, init)).headers.get('access-control-allow-origin');
    expect(await allowed('&out=nonsense')).toBe('*');
    expect(await allowed('&callback=alert(1)')).toBe('*');
    const body = new URLSearchParams({ a: 'x'.repeat(70_000) });
    expect(await allowed('', { method: 'POST', body })).toBe('*');
  });

  test.each(['/billmgr', '/manager/billmgr', '/', '/billmgr%20'])(
    'the platform’s interface is found on %s',
    async (path) => {
      const response = await fetch(
        `${backend().origin}${path}?func=referralprogram.registerclick&p=https%3A%2F%2Fsite.com%2F&out=xjson`,
      );
      expect(await response.json()).toHaveProperty('doc.cntid');
    },
  );

  describe('pages', () => {
    test('may not be framed, run no script, and tell other sites nothing', async () => {
      const { headers } = await backend().ask({ func: 'register' }, { headers: html });
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-powered-by')).toBeNull();
    });

    test('write what a visitor typed as text, never as HTML', async () => {
      const evil = '"><script>alert(1)</script>';
      const response = await backend().ask(
        { func: 'register', sok: 'ok', email: evil, realname: evil, redirect: evil },
        { method: 'POST', headers: html },
      );
      const page = await response.text();
      expect(page).not.toContain('<script');
      expect(page).toContain('&lt;script');
    });

    test('keep what was typed after an error, but not the password', async () => {
      const response = await backend().ask(
        { func: 'register', sok: 'ok', email: 'nobody', realname: 'Jane', passwd: 'hidden-away' },
        { method: 'POST', headers: html },
      );
      const page = await response.text();
      expect(page).toContain('value="Jane"');
      expect(page).not.toContain('hidden-away');
      expect(page).toContain('role="alert"');
    });
  });

  describe('a redirect leads to billing’s own pages only', () => {
    test.each([
      [
        'startpage%3Dvhost%26startform%3Dvhost%252Eorder%26project%3D1',
        '/billmgr?func=vhost.order&startpage=vhost&project=1',
      ],
      ['startpage%3Dvhost%26startform%3Dvhost.order', '/billmgr?func=vhost.order&startpage=vhost'],
      ['startform%3D%2F%2Fevil.com', '/billmgr?func=dashboard'],
      ['https%3A%2F%2Fevil.com%2F', '/billmgr?func=dashboard'],
      ['%2F%2Fevil.com', '/billmgr?func=dashboard'],
      ['startform%3Dauth%26username%3Da%26password%3Db', '/billmgr?func=dashboard'],
      ['startform%3Dregister%26sok%3Dok', '/billmgr?func=dashboard'],
      ['startform%3Dlogon', '/billmgr?func=dashboard'],
      ['startform%3Dbasket%26sok%3Dok%26auth%3Dx', '/billmgr?func=basket'],
      ['startform%3Dpayment%26func%3Dlogon', '/billmgr?func=payment'],
    ])('%s', async (redirect, location) => {
      const { cookie } = await newClient();
      const response = await fetch(`${backend().origin}/billmgr?func=register&redirect=${redirect}`, {
        redirect: 'manual',
        headers: { ...html, Cookie: cookie },
      });
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toBe(location);
    });
  });

  describe('sessions', () => {
    test('the cookie is HttpOnly and Lax, and the table holds only its hash', async () => {
      const { response, cookie } = await newClient();
      expect(response.headers.getSetCookie()[0]).toMatch(/^billmgrses5=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/);
      const rows = await backend().store.selectFrom('session').select('token_hash').execute();
      expect(rows.map((row) => row.token_hash)).not.toContain(cookie.split('=')[1]);
    });

    test('logging in changes the session id and keeps the click', async () => {
      const { store, partner } = backend();
      const { email } = await newClient();
      const before = cookieOf(await visit('', { cntid: '1762745305.hvtgBc' }));
      const login = await backend().ask(
        { func: 'auth', username: email, password: 'a password' },
        { method: 'POST', headers: { ...html, Cookie: before, Origin: backend().origin } },
      );
      const after = cookieOf(login);
      expect(after).not.toBe(before);
      expect(await (await visit(after, { func: 'dashboard' })).text()).toContain('My services');
      expect((await visit(before, { func: 'dashboard' })).status).toBe(303);
      const arrivals = await store
        .selectFrom('session_arrival')
        .where('sesid', '=', '1762745305.hvtgBc')
        .selectAll()
        .execute();
      expect(arrivals).toHaveLength(1);
      expect(partner).toBeGreaterThan(0);
    });

    test('auth answers the session’s id to a program, which passes it as auth', async () => {
      const { email } = await newClient();
      const { doc } = backend();
      const id = (await doc({ func: 'auth', username: email, password: 'a password' })).auth?.$;
      expect(await doc({ func: 'basket', auth: id ?? '' })).toHaveProperty('elem');
      expect((await doc({ func: 'basket' })).error).toMatchObject({ $type: 'access' });
      expect((await doc({ func: 'basket', auth: 'x' })).error).toMatchObject({ $type: 'access' });
    });

    test('a wrong password and an unknown name are told in the same words', async () => {
      const { email } = await newClient();
      const login = (username: string, password: string) => backend().doc({ func: 'auth', username, password });
      const wrong = await login(email, 'another password');
      expect(wrong.error).toMatchObject({ $type: 'auth', $object: 'badpassword' });
      expect(wrong).toEqual(await login('nobody@example.com', 'another password'));
    });

    test('a script that calls back gets nothing by the cookie, and sets none', async () => {
      const { cookie } = await newClient();
      const called = await visit(cookie, { func: 'basket', callback: 'cb', out: 'json', cntid: '1762745305.hvtgBc' });
      expect(await called.text()).toMatch(/^\/\*\*\/cb\(\{"doc":\{.*"\$type":"access"/);
      expect(called.headers.getSetCookie()).toEqual([]);
    });

    test('logon ends it', async () => {
      const { cookie } = await newClient();
      const response = await visit(cookie, { func: 'logon' }, { Referer: `${backend().origin}/billmgr` });
      expect(response.headers.getSetCookie()[0]).toMatch(/^billmgrses5=; /);
      expect((await visit(cookie, { func: 'dashboard' })).headers.get('location')).toContain('func=auth');
    });

    test('a login that another site’s form started is not kept, nor one of a callback', async () => {
      const { email } = await newClient();
      const fields = { func: 'auth', username: email, password: 'a password' };
      const evil = { ...html, Origin: 'https://evil.com', 'Sec-Fetch-Site': 'cross-site' };
      expect((await backend().ask(fields, { method: 'POST', headers: evil })).headers.getSetCookie()).toEqual([]);
      const called = await backend().ask({ ...fields, callback: 'cb', out: 'json' });
      expect(called.headers.getSetCookie()).toEqual([]);
      expect(await called.text()).toMatch(/^\/\*\*\/cb\(\{"doc":/);
      const site = { ...html, Origin: 'https://site.com', 'Sec-Fetch-Site': 'cross-site' };
      expect((await backend().ask(fields, { method: 'POST', headers: site })).headers.getSetCookie()).toHaveLength(1);
    });
  });

  describe('cntid and from are read from a visitor’s own page views only', () => {
    const link = { func: 'register', cntid: '1762745305.arrives' };
    test.each([
      ['a page in the tab', { ...html, 'Sec-Fetch-Dest': 'document' }, 1],
      ['a page, in a browser that says nothing', html, 1],
      ['a prefetch', { ...html, 'Sec-Purpose': 'prefetch;prerender' }, 0],
      ['a frame', { ...html, 'Sec-Fetch-Dest': 'iframe' }, 0],
      ['an image', { Accept: 'image/*', 'Sec-Fetch-Dest': 'image' }, 0],
      ['a script', { Accept: '*/*', 'Sec-Fetch-Dest': 'empty' }, 0],
    ])('%s', async (_, headers: Record<string, string>, cookies) => {
      expect((await backend().ask(link, { headers })).headers.getSetCookie()).toHaveLength(cookies);
    });
    test('a page fetched ahead is asked for again once somebody sees it', async () => {
      const prefetch = { ...html, 'Sec-Purpose': 'prefetch;prerender' };
      expect((await backend().ask(link, { headers: prefetch })).status).toBe(503);
      expect((await backend().ask({ func: 'register' }, { headers: prefetch })).status).toBe(200);
    });
    test('a form that a site posts to billing comes without the cookie, and is asked for again by GET', async () => {
      const response = await backend().ask(link, {
        method: 'POST',
        headers: { ...html, Origin: 'https://site.com', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'document' },
      });
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toBe('/billmgr?func=register&cntid=1762745305.arrives');
      expect(response.headers.getSetCookie()).toEqual([]);
    });
  });

  describe('a page of a stranger changes nothing of a visitor’s session', () => {
    const stranger = { Origin: 'https://evil.com', Referer: 'https://evil.com/', 'Sec-Fetch-Site': 'cross-site' };
    const hidden = { 'Sec-Fetch-Site': 'cross-site' };
    const attacks: [string, (email: string) => Record<string, string>, Record<string, string>, 'POST' | undefined][] = [
      ['a form that logs in', (username) => ({ func: 'auth', username, password: 'a password' }), stranger, 'POST'],
      ['a link that logs in', (username) => ({ func: 'auth', username, password: 'a password' }), hidden, undefined],
      [
        'a link that registers',
        (email) => ({ func: 'register', sok: 'ok', email: `x${email}`, passwd: 'a password' }),
        stranger,
        undefined,
      ],
      ['a link that logs out', () => ({ func: 'logon' }), hidden, undefined],
      ['a link with an empty auth', () => ({ func: 'auth', auth: '' }), hidden, undefined],
      [
        'a link with a session of its own',
        () => ({ func: 'auth', auth: 'x'.repeat(32), cntid: '1762745305.evil' }),
        hidden,
        undefined,
      ],
    ];
    test.each(attacks)('%s', async (_, attack, headers, method) => {
      const { email: other } = await newClient();
      const first = cookieOf(await visit('', { cntid: '1762745305.kept' }));
      const own = { Origin: backend().origin };
      const email = `app-${(emails += 1)}@example.com`;
      const form = { func: 'register', sok: 'ok', email, passwd: 'a password', realname: 'Somebody' };
      const joined = await backend().ask(form, { method: 'POST', headers: { ...html, ...own, Cookie: first } });
      const cookie = cookieOf(joined);
      const arrivals = () =>
        backend()
          .store.selectFrom('session_arrival')
          .innerJoin('session', 'session.id', 'session_arrival.session')
          .innerJoin('user', 'user.id', 'session.user')
          .where('user.email', '=', email)
          .select('sesid')
          .execute();
      expect(await arrivals()).toEqual([{ sesid: '1762745305.kept' }]);

      const response = await backend().ask(attack(other), {
        ...(method && { method }),
        headers: { ...html, ...headers, Cookie: cookie },
      });
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(await arrivals()).toEqual([{ sesid: '1762745305.kept' }]);
      expect(await (await visit(cookie, { func: 'dashboard' })).text()).toContain('My services');
    });

    test('a site that the operator named may log in', async () => {
      const { email } = await newClient();
      const fields = { func: 'auth', username: email, password: 'a password' };
      const headers = { ...html, Origin: 'https://landing.example', 'Sec-Fetch-Site': 'cross-site' };
      expect((await backend().ask(fields, { method: 'POST', headers })).headers.getSetCookie()).toHaveLength(1);
    });
  });

  test('the provider’s administrator may log in, and is told what is for clients', async () => {
    const { store, project } = backend();
    const email = `staff-${(emails += 1)}@example.com`;
    const passwd = await hashPassword('a password');
    await store
      .insertInto('user')
      .values({ project, account: null, email, realname: 'Staff', passwd, cdate: 0 })
      .execute();
    const login = await backend().ask(
      { func: 'auth', username: email, password: 'a password' },
      { method: 'POST', headers: { ...html, Origin: backend().origin } },
    );
    const cookie = cookieOf(login);
    for (const page of [
      await visit(cookie, { func: 'dashboard' }),
      await pay(cookie, '1050', { Origin: backend().origin }),
    ]) {
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('this is for clients');
    }
    expect(backend().failures).toEqual([]);
  });

  test('one who joins by an order or a click joins the provider it belongs to', async () => {
    const { store, project } = backend();
    const other = await addTestProvider(store, { now: Date.now() - 60_000, url: 'https://other.example/' });
    const joins = async (parameters: Record<string, string>) => {
      const email = `app-${(emails += 1)}@example.com`;
      await backend().doc({ func: 'register', sok: 'ok', email, passwd: 'a password', ...parameters });
      return (await store.selectFrom('user').where('email', '=', email).select('project').executeTakeFirst())?.project;
    };
    const p = `https://other.example/?from=${other.partner}`;
    const sesid = (await backend().doc({ func: 'referralprogram.registerclick', p })).cntid?.$ ?? '';
    expect(await joins({})).toBe(project);
    expect(await joins({ sesid })).toBe(other.project);
    expect(await joins({ redirect: `startform=vhost.order&project=${other.project}` })).toBe(other.project);
    expect(await joins({ redirect: `startform=vhost.order&project=${project}`, sesid })).toBe(project);
    expect(await joins({ project: String(project), sesid })).toBe(project);
  });

  describe('paying is a POST of billing’s own pages', () => {
    const strangers: [string, Record<string, string>][] = [
      ['another site', { Origin: 'https://evil.com' }],
      ['another site, as its browser says', { Origin: 'http://127.0.0.1', 'Sec-Fetch-Site': 'cross-site' }],
      ['a sibling of the same site', { 'Sec-Fetch-Site': 'same-site' }],
      ['nobody knows where', {}],
    ];
    test.each(strangers)('a form of %s pays nothing', async (_, headers) => {
      const { email, cookie } = await newClient();
      await addToBasket(cookie);
      const response = await pay(cookie, '1050', headers);
      expect(await response.text()).toContain('only a form of this site may do that');
      expect(await expensesOf(email)).toEqual([]);
    });

    test('nor does a link', async () => {
      const { email, cookie } = await newClient();
      await addToBasket(cookie);
      await visit(cookie, { func: 'payment', sok: 'ok', amount: '1050' }, { 'Sec-Fetch-Site': 'same-origin' });
      expect(await expensesOf(email)).toEqual([]);
    });

    test('billing’s own form pays, once however often it is sent', async () => {
      const { email, cookie } = await newClient();
      await addToBasket(cookie);
      await addToBasket(cookie);
      const own = { Origin: backend().origin };
      const answers = await Promise.all([pay(cookie, '1050', own), pay(cookie, '1050', own)]);
      expect(answers.map(({ headers }) => headers.get('location'))).toEqual([
        '/billmgr?func=dashboard',
        '/billmgr?func=dashboard',
      ]);
      expect(await expensesOf(email)).toEqual([expect.objectContaining({ amount: 1050 })]);
    });

    test('an order link opened in two tabs at once fills the basket once', async () => {
      const { cookie } = await newClient();
      await Promise.all([addToBasket(cookie), addToBasket(cookie), addToBasket(cookie)]);
      const page = await (await visit(cookie, { func: 'basket' })).text();
      expect(page.match(/aria-label="Remove Start"/g)).toHaveLength(1);
    });

    test('what lies in the basket can be taken out, by billing’s own form alone', async () => {
      const { cookie } = await newClient();
      await addToBasket(cookie);
      const elid = /name="elid" value="(\d+)"/.exec(await (await visit(cookie, { func: 'basket' })).text())?.[1] ?? '';
      const remove = (of: string, headers: Record<string, string>) =>
        backend().ask(
          { func: 'basket.delete', sok: 'ok', elid },
          { method: 'POST', headers: { ...html, Cookie: of, ...headers } },
        );
      const basket = async () => (await visit(cookie, { func: 'basket' })).text();
      await remove(cookie, { Origin: 'https://evil.com' });
      await remove((await newClient()).cookie, { Origin: backend().origin });
      await visit(cookie, { func: 'basket.delete', elid });
      expect(await basket()).not.toContain('is empty');
      await remove(cookie, { Origin: backend().origin });
      expect(await basket()).toContain('is empty');
      expect(await (await remove(cookie, { Origin: backend().origin })).text()).toContain('no such item');
    });

    test('a basket that has changed since the page was shown is not paid', async () => {
      const { email, cookie } = await newClient();
      await addToBasket(cookie);
      const response = await pay(cookie, '1', { Origin: backend().origin });
      expect(await response.text()).toContain('the basket has changed');
      expect(await expensesOf(email)).toEqual([]);
    });
  });

  test('somebody who is not logged in comes back to the order after logging in', async () => {
    const order = { func: 'vhost.order.param', pricelist: '1', period: '1', cntid: '1762745305.hvtgBc' };
    const response = await visit('', order);
    expect(response.status).toBe(303);
    const login = new URL(response.headers.get('location') ?? '', backend().origin);
    expect(login.searchParams.get('func')).toBe('auth');
    expect(login.searchParams.get('redirect')).toBe('startform=vhost.order.param&pricelist=1&period=1');
  });

  test.each<[Record<string, string>, string]>([
    [{ func: 'quickorder', pricelist: '999', period: '1' }, 'pricelist'],
    [{ func: 'quickorder', pricelist: 'x', period: '1' }, 'pricelist'],
    [{ func: 'quickorder', period: '1' }, 'pricelist'],
    [{ func: 'quickorder', pricelist: '1', period: '7.5' }, 'period'],
    [{ func: 'vhost.order.param', pricelist: '1' }, 'period'],
    [{ func: 'quickorder', pricelist: '1', period: '1', redirect: 'https://evil.com' }, 'redirect'],
  ])('%j names what is wrong and changes nothing', async (parameters, object) => {
    const { email, cookie } = await newClient();
    const { doc, store, failures } = backend();
    expect((await doc(parameters, { headers: { Cookie: cookie } })).error).toMatchObject({ $object: object });
    expect(
      await store
        .selectFrom('item')
        .innerJoin('user', 'user.account', 'item.account')
        .where('email', '=', email)
        .selectAll()
        .execute(),
    ).toEqual([]);
    expect(failures).toEqual([]);
  });
});
