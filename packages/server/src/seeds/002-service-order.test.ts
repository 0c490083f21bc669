import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { clientLogin, TEST_PASSWORD } from '../../testing/logins.ts';
import { onEachStore } from '../../testing/stores.ts';
import { newVisitor, type Visitor } from '../../testing/visitor.ts';
import { addAddon } from '../store/addons.ts';
import { addTariff } from '../store/tariffs.ts';

/** Seed 002: “Service order”. `e2e/printed-links.spec.ts` follows every printed link in a browser, `call/start-form.test.ts`
 * reads them in every spelling, and `functions/quickorder.test.ts` puts into the basket what they name. */
onEachStore((place) => {
  const backend = withBackend(place);
  const main = (text: string) => text.slice(text.indexOf('<main>'));
  /** What a form of a page sends unseen. */
  const hidden = (page: string): Record<string, string> =>
    Object.fromEntries(
      [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        value.replaceAll('&amp;', '&').replaceAll('&quot;', '"'),
      ]),
    );
  let emails = 0;
  const register = (visitor: Visitor, redirect: string) => {
    const email = `order-${(emails += 1)}-${backend().project}-${process.pid}@example.com`;
    return visitor.open('', { func: 'register', sok: 'ok', email, passwd: 'q1w2e3', realname: 'Rita', redirect });
  };
  const logIn = async (visitor: Visitor, redirect: string) => {
    const { email: username } = await clientLogin(backend().store, backend().project);
    return visitor.open('', { func: 'auth', username, password: TEST_PASSWORD, redirect });
  };

  test('“if the client is not authorized … BILLmanager will suggest registering or logging in”', async () => {
    const visitor = newVisitor(backend());
    const shown = await visitor.open(
      '?func=register&redirect=startpage%3Dvhost%26startform%3Dvhost%252Eorder%26project%3D1',
    );
    expect(main(shown.page)).toContain('name="passwd"');
    expect(main(shown.page)).toMatch(/>Log in<\/a>/);
  });

  test('“after log in/sign up the client will be automatically redirected to the … order page”; who is logged in, at once', async () => {
    const link = '?func=register&redirect=startpage%3Dvhost%26startform%3Dvhost%252Eorder%26project%3D1';
    const redirect = new URLSearchParams(link).get('redirect') ?? '';
    for (const enter of [register, logIn]) {
      const visitor = newVisitor(backend());
      await visitor.open(link);
      const { address } = await enter(visitor, redirect);
      expect(address.searchParams.get('func')).toBe('vhost.order');
      expect((await visitor.open(link)).address.href).toBe(address.href);
    }
  });

  test('“… or logging in under the existing account”: by whatever link of the pages on the way, also after mistakes', async () => {
    const link = '?func=register&redirect=startpage%3Dvhost%26startform%3Dvhost%252Eorder%26project%3D1';
    const { email: username } = await clientLogin(backend().store, backend().project);
    // The first link of a name stands in the header.
    const ways: Record<string, (visitor: Visitor) => Promise<{ page: string; address: URL }>> = {
      'the header of the registration': async (visitor) => visitor.follow(await visitor.open(link), 'Log in'),
      'the page of the registration': async (visitor) => visitor.follow(await visitor.open(link), 'Log in', 1),
      'there and back by the headers': async (visitor) => {
        const login = await visitor.follow(await visitor.open(link), 'Log in');
        return visitor.follow(await visitor.follow(login, 'Register'), 'Log in');
      },
      'the header, after a wrong registration': async (visitor) => {
        const { page } = await visitor.open(link);
        const shown = await visitor.open('', { ...hidden(page), func: 'register', sok: 'ok', email: 'none' });
        expect(main(shown.page)).toContain('role="alert"');
        return visitor.follow({ ...shown, address: new URL('/billmgr', shown.address) }, 'Log in');
      },
      'the header of the mail for a forgotten password': async (visitor) => {
        const login = await visitor.follow(await visitor.open(link), 'Log in');
        const { page } = await visitor.follow(login, 'Forgotten your password?');
        const sent = await visitor.open('', { ...hidden(page), func: 'recovery', sok: 'ok', email: username });
        return visitor.follow(sent, 'Log in');
      },
    };
    for (const [way, go] of Object.entries(ways)) {
      const visitor = newVisitor(backend());
      const { page } = await go(visitor);
      const { address } = await visitor.open('', { ...hidden(page), func: 'auth', username, password: TEST_PASSWORD });
      expect({ way, func: address.searchParams.get('func') }).toEqual({ way, func: 'vhost.order' });
    }
  });

  test('a header leads to billing’s own pages only, whatever the redirect says, and to none without one', async () => {
    const visitor = newVisitor(backend());
    const evil = await visitor.open(`?func=register&redirect=${encodeURIComponent('https://evil.com/"><script>')}`);
    expect(evil.page).not.toContain('<script');
    const { page } = await visitor.follow(evil, 'Log in');
    const { email: username } = await clientLogin(backend().store, backend().project);
    const form = { ...hidden(page), func: 'auth', username, password: TEST_PASSWORD };
    const { address } = await visitor.open('', form);
    expect(address.href).toBe(`${backend().origin}/billmgr?func=dashboard`);
    const plain = await newVisitor(backend()).open('?func=register');
    expect(plain.page).toContain('<a href="/billmgr?func=auth">Log in</a>');
  });

  test('“integer add-ons”, “add-on specified by enumeration”, “"client can choose" add-on”: each as addon_N', async () => {
    const { store, project, doc } = backend();
    const pricelist = await addTariff(store, { project, name: 'Chosen', itemtype: 'vds', costs: { 1: 1000 } });
    const of = { pricelist, costs: { 1: 2 } };
    const disk = await addAddon(store, { ...of, intname: 'disk', name: 'Disk', addontype: 2 });
    const system = await addAddon(store, {
      pricelist,
      intname: 'ostempl',
      name: 'System',
      addontype: 3,
      elements: [
        { name: 'Debian', costs: { 1: 0 } },
        { name: 'Windows', costs: { 1: 900 } },
      ],
    });
    const windows = await store
      .selectFrom('addon_element')
      .where('addon', '=', system)
      .where('name', '=', 'Windows')
      .select('id')
      .executeTakeFirstOrThrow();
    const panel = await addAddon(store, { pricelist, intname: 'panel', name: 'Panel', addontype: 3 });
    const lite = await addAddon(store, { ...of, intname: 'lite', name: 'Lite', addontype: 2, main: panel });
    const cost = async (chosen: Record<string, string>) =>
      (await doc({ func: 'pricelist.calculate', pricelist: String(pricelist), period: '1', ...chosen })).cost?.$;
    expect(await cost({})).toBe('10.0000');
    expect(await cost({ [`addon_${disk}`]: '15' })).toBe('10.3000');
    expect(await cost({ [`addon_${system}`]: String(windows.id) })).toBe('19.0000');
    // “Id of the add-on added to the main addon. The value … shall be passed in the parameter addon_N.”
    expect(await cost({ [`addon_${panel}`]: String(lite), [`addon_${lite}`]: '10' })).toBe('10.2000');
    // Its amount alone does not choose it.
    expect(await cost({ [`addon_${lite}`]: '10' })).not.toBe('10.2000');
  });

  test('“domain order link”: of checked_domain, selected_domain and domain_name, encoded as in the example', async () => {
    const { store, project } = backend();
    const zone = await addTariff(store, { project, name: '.ru', itemtype: 'domain', costs: { 12: 1200 } });
    const example =
      'startpage%3Ddomain%26startform%3Ddomain.order.contact%26checked_domain%3Dmy_site____________ru%253A1%253APRICELIST_ID%253A1%252C%26domain_action%3Dregister%26domain_name%3Dmy-site.ru%26period%3D12%26selected_domain%3Dmy_site____________ru%26selected_pricelist%3DPRICELIST_ID';
    const redirect = decodeURIComponent(example.replaceAll('PRICELIST_ID', String(zone)));
    const visitor = newVisitor(backend());
    const { address, page } = await register(visitor, redirect);
    expect(address.searchParams.get('func')).toBe('domain.order.contact');
    expect(main(page)).toMatch(/my-site\.ru/);
    expect(main(page)).toMatch(/<input[^>]*name="domain_1"[^>]*checked/);
  });
});
