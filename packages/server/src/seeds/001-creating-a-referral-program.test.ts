import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { refused, withPrograms } from '../../testing/programs.ts';
import { addTestProvider, addTestReferral } from '../../testing/provider.ts';
import { clientSession, rowsOf, staffOfProvider, staffSession } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';

/** Seed 001: “The function is intended for creating or editing a referral program.” */
onEachStore((place) => {
  const backend = withBackend(place);
  const { click, newClient, newProvider, program, rewards, spend } = withPrograms(backend);

  test('“creating or editing a referral program”: each parameter is kept, and the list shows it in the platform’s words', async () => {
    const { ask, project } = await newProvider();
    const only = await ask('accountgroup.edit', { sok: 'ok', name: 'Partners' });
    const barred = await ask('accountgroup.edit', { sok: 'ok', name: 'Staff' });
    const made = await ask('referralprogram.edit', {
      sok: 'ok',
      project,
      name: 'Referral Program',
      name_ru: 'Реферальная программа',
      promocode: 'PROMO-@ID@',
      start_date: '2025-01-01',
      end_date: '2025-12-31',
      assign_by_default: 'on',
      url: 'https://example.com/ref',
      account_group: String(only.id),
      account_group_restrict: String(barred.id),
    });
    expect(made).toEqual({ func: 'referralprogram.edit', ok: true, id: expect.any(String) });
    expect(await program(made.id)).toMatchObject({
      project,
      name: 'Referral Program',
      url: 'https://example.com/ref',
      promocode: 'PROMO-@ID@',
      start_date: '2025-01-01',
      end_date: '2025-12-31',
      assign_by_default: 1,
      account_group: Number(only.id),
      account_group_restrict: Number(barred.id),
    });
    const row = rowsOf(await ask('referralprogram')).at(-1);
    expect(Object.keys(row ?? {}).slice(0, 5)).toEqual([
      'id',
      'locale_name',
      'assign_by_default',
      'locale_url',
      'project_name',
    ]);
    expect(row).toMatchObject({ id: made.id, locale_name: 'Referral Program', assign_by_default: 'on' });
    expect(rowsOf(await ask('referralprogram', { lang: 'ru' })).at(-1)).toMatchObject({
      locale_name: 'Реферальная программа',
    });
    expect(rowsOf(await ask('referralprogram.rule', { elid: String(made.id) }))).toEqual([]);
  });

  test('assign_by_default: “automatically assigned to a client upon becoming the customer”, “only one … by default”: it moves', async () => {
    const { ask, project, program: first } = await newProvider();
    await ask('referralprogram.edit', { sok: 'ok', elid: first, assign_by_default: 'on' });
    const second = await ask('referralprogram.edit', {
      sok: 'ok',
      name: 'Second',
      url: 'https://second.example/',
      assign_by_default: 'on',
    });
    expect(await program(first)).toMatchObject({ assign_by_default: 0 });
    const { 'account.id': joined } = await backend().doc({
      func: 'register',
      sok: 'ok',
      email: `joins-${String(project)}-${String(process.pid)}@example.com`,
      passwd: 'q1w2e3',
      project: String(project),
    });
    const places = rowsOf(await ask('referralprogram.referer')).filter(({ id }) => id === joined?.$);
    expect(places.map(({ referralprogram }) => referralprogram)).toEqual([second.id]);
  });

  test('promocode: “use @ID@ in the position where the partner’s ID should be inserted”, once', async () => {
    const { ask, program: elid, partner } = await newProvider();
    for (const promocode of ['PROMO2025', '@id@', '@ID', '@ID@@ID@'])
      expect(await ask('referralprogram.edit', { sok: 'ok', elid, promocode })).toMatchObject(
        refused('value', 'promocode'),
      );
    await ask('referralprogram.edit', { sok: 'ok', elid, promocode: 'PROMO-@ID@-X' });
    expect(rowsOf(await ask('referralprogram.referer', { elid }))).toMatchObject([
      { id: String(partner), promocode: `PROMO-${String(partner)}-X` },
    ]);
  });

  test('url: “each partner will have a unique link. The client’s ID will be appended”: to what cannot have one it is not', async () => {
    const { ask, program: elid, url, partner } = await newProvider();
    for (const bad of [
      'site.com',
      'ftp://site.com/',
      'https://site.com/?from=2',
      'https://site.com/#top',
      'https://a:b@site.com/',
    ])
      expect(await ask('referralprogram.edit', { sok: 'ok', elid, url: bad })).toMatchObject(refused('value', 'url'));
    expect(await ask('referralprogram.edit', { sok: 'ok', name: 'No address' })).toMatchObject(
      refused('missed', 'url'),
    );
    expect(rowsOf(await ask('referralprogram.referer', { elid }))).toMatchObject([
      { url: `${url}?from=${String(partner)}` },
    ]);
  });

  test('start_date, end_date: those that are reversed, or none, are refused, one of them stored before too', async () => {
    const { ask, program: elid } = await newProvider();
    const edit = (fields: Record<string, string>) => ask('referralprogram.edit', { sok: 'ok', elid, ...fields });
    expect(await edit({ start_date: '2025-02-02', end_date: '2025-02-01' })).toMatchObject(
      refused('value', 'end_date'),
    );
    expect(await edit({ start_date: '2025-02-30' })).toMatchObject(refused('value', 'start_date'));
    expect(await edit({ start_date: '2025-02-02', end_date: '2025-02-02' })).toHaveProperty('ok');
    expect(await edit({ end_date: '2025-02-01' })).toMatchObject(refused('value', 'end_date'));
    expect(await edit({ end_date: '2025-02-01', start_date: '' })).toHaveProperty('ok');
  });

  test('account_group: “client group for which participation in the referral program is available”', async () => {
    const { ask, program: elid, partner, url } = await newProvider();
    const { id: group } = await ask('accountgroup.edit', { sok: 'ok', name: 'Partners' });
    await ask('referralprogram.edit', { sok: 'ok', elid, account_group: String(group) });
    expect(await click(url, partner)).toMatchObject({ reason: { $: 'unknown-partner' } });
    await ask('accountgroup.account.resume', { plid: String(group), elid: partner });
    expect(await click(url, partner)).toHaveProperty('cntid');
    await ask('accountgroup.account.suspend', { plid: String(group), elid: partner });
    expect(await click(url, partner)).toMatchObject({ reason: { $: 'unknown-partner' } });
  });

  test('account_group: “value restrict: prohibit participation for members of the group”', async () => {
    const { ask, project, program: elid, partner, url } = await newProvider();
    const { id: group } = await ask('accountgroup.edit', { sok: 'ok', name: 'Staff' });
    const edit = (fields: Record<string, string>) => ask('referralprogram.edit', { sok: 'ok', elid, ...fields });
    expect(await edit({ account_group: 'restrict' })).toMatchObject(refused('missed', 'account_group_restrict'));
    expect(await edit({ account_group: 'restrict', account_group_restrict: String(group) })).toHaveProperty('ok');
    expect(rowsOf(await ask('referralprogram'))).toMatchObject([
      { account_group: 'restrict', account_group_restrict: group },
    ]);
    const { cntid } = await click(url, partner);
    await ask('accountgroup.account.resume', { plid: String(group), elid: partner });
    expect(await click(url, partner)).toMatchObject({ reason: { $: 'unknown-partner' } });
    // Nor does a click of before bring a referral now.
    const joined = await backend().doc({
      func: 'register',
      sok: 'ok',
      email: `restricted-${String(partner)}-${String(process.pid)}@example.com`,
      passwd: 'q1w2e3',
      project: String(project),
      sesid: cntid?.$ ?? '',
    });
    expect(joined).toHaveProperty('ok');
    expect(rowsOf(await ask('referralprogram.referral'))).toEqual([]);
  });

  test('account_group_restrict: “group whose clients will not receive rewards under the referral program”', async () => {
    const provider = await newProvider();
    const { ask, program: elid, partner } = provider;
    const { id: group } = await ask('accountgroup.edit', { sok: 'ok', name: 'Staff' });
    await ask('referralprogram.edit', { sok: 'ok', elid, account_group_restrict: String(group) });
    await ask('accountgroup.account.resume', { plid: String(group), elid: partner });
    const referral = await addTestReferral(backend().store, provider, Date.now() - 1000);
    await spend(provider, referral, 1000, Date.now());
    expect(await rewards(provider)).toEqual([]);
    await ask('accountgroup.account.suspend', { plid: String(group), elid: partner });
    // What a run has judged stays as it is.
    const expense = await spend(provider, referral, 1000, Date.now());
    expect(await rewards(provider)).toEqual([{ expense, amount: 100, rule: elid }]);
  });

  test('sok: “the parameter value must be non-empty, usually ok”: without it there is a form, and no program', async () => {
    const { ask } = await newProvider();
    const fields = { name: 'Another', url: 'https://another.example/' };
    for (const sok of [{}, { sok: '' }])
      expect(await ask('referralprogram.edit', { ...sok, ...fields })).not.toHaveProperty('ok');
    expect(rowsOf(await ask('referralprogram'))).toHaveLength(1);
    expect(await ask('referralprogram.edit', { sok: 'yes', ...fields })).toHaveProperty('ok', true);
    expect(rowsOf(await ask('referralprogram'))).toHaveLength(2);
  });

  test('out: “default is bjson”', async () => {
    const { store, ask } = backend();
    const { project } = await newProvider();
    const auth = await staffSession(store, project);
    const fields = { func: 'referralprogram.edit', auth, sok: 'ok', name: 'Another', url: 'https://another.example/' };
    expect(await (await ask(fields)).json()).toEqual({
      func: 'referralprogram.edit',
      ok: true,
      id: expect.any(String),
    });
    expect(await (await ask({ ...fields, out: 'xml' })).text()).toMatch(/^<\?xml .*<doc/s);
  });

  test('project: “provider under which this referral program is active”', async () => {
    const { ask, project, partner } = await newProvider();
    const other = await newProvider();
    const url = 'https://one-provider.example/';
    const fields = { sok: 'ok', name: 'Another', url };
    expect(await ask('referralprogram.edit', { ...fields, project: other.project })).toMatchObject(
      refused('value', 'project'),
    );
    const { id } = await ask('referralprogram.edit', fields);
    expect(await program(id)).toMatchObject({ project });
    for (const account of [partner, other.partner])
      await ask('referralprogram.referer.edit', { sok: 'ok', plid: String(id), account });
    expect(await click(url, partner)).toHaveProperty('cntid');
    expect(await click(url, other.partner)).toMatchObject({ reason: { $: 'unknown-partner' } });
  });

  test('name: “displayed to the client”', async () => {
    const { store, ask: get } = backend();
    const { ask, program: elid, partner } = await newProvider();
    await ask('referralprogram.edit', { sok: 'ok', elid, name: 'Bring <friends>' });
    const page = await get(
      { func: 'dashboard', auth: await clientSession(store, partner) },
      { headers: { Accept: 'text/html' } },
    );
    expect(await page.text()).toContain('Bring &lt;friends>');
  });

  test('promocode: “if a referral enters a promocode matching this template, the client will be credited to the partner”', async () => {
    const { doc, store } = backend();
    const { ask, project, program: elid, partner, pricelist } = await newProvider();
    await ask('referralprogram.edit', { sok: 'ok', elid, promocode: 'COME-@ID@-IN' });
    const order = async (promocode: string) => {
      const { account } = await newClient(project);
      const auth = await clientSession(store, account);
      await doc({ func: 'quickorder', auth, pricelist: String(pricelist), period: '1' });
      return { account, paid: await doc({ func: 'payment', auth, sok: 'ok', amount: '1050', promocode }) };
    };
    const { account, paid } = await order(`COME-${String(partner)}-IN`);
    expect(paid).toHaveProperty('ok');
    const referrals = async () => rowsOf(await ask('referralprogram.referral')).map(({ id }) => id);
    expect(await referrals()).toEqual([String(account)]);

    // Nor by a code that matches none, nor of one who may not take part, nor once the program is closed.
    const notTaken = { error: { $type: 'value', $object: 'promocode' } };
    expect((await order(`COME-${String(partner)}`)).paid).toMatchObject(notTaken);
    const { id: group } = await ask('accountgroup.edit', { sok: 'ok', name: 'Staff' });
    await ask('accountgroup.account.resume', { plid: String(group), elid: partner });
    const restrict = { account_group: 'restrict', account_group_restrict: String(group) };
    await ask('referralprogram.edit', { sok: 'ok', elid, ...restrict });
    expect((await order(`COME-${String(partner)}-IN`)).paid).toMatchObject(notTaken);
    await ask('accountgroup.account.suspend', { plid: String(group), elid: partner });
    expect((await order(`COME-${String(partner)}-IN`)).paid).toHaveProperty('ok');
    await ask('referralprogram.delete', { elid });
    expect((await order(`COME-${String(partner)}-IN`)).paid).toMatchObject(notTaken);
    expect(await referrals()).toHaveLength(2);
  });

  test('start_date, end_date: “rewards for expenses created after this date”, “before this date”, both days included', async () => {
    const { store } = backend();
    const provider = await addTestProvider(store, { now: 0 });
    const { program: elid, project } = provider;
    const ask = await staffOfProvider(backend(), project);
    const referral = await addTestReferral(store, provider, 0);
    await ask('referralprogram.edit', { sok: 'ok', elid, start_date: '2025-02-10', end_date: '2025-02-20' });
    const on = (day: string) => spend(provider, referral, 1000, Date.parse(`${day}T12:00:00Z`));
    await on('2025-02-09');
    const [first, last] = [await on('2025-02-10'), await on('2025-02-20')];
    await on('2025-02-21');
    expect((await rewards(provider)).map(({ expense }) => expense)).toEqual([first, last]);
  });

  test('account_group: a partner for whom participation is not available is shown no link', async () => {
    const { doc, store } = backend();
    const { ask, program: elid, partner, url } = await newProvider();
    const auth = await clientSession(store, partner);
    expect(await doc({ func: 'affiliate.client', auth })).toMatchObject({ url: { $: `${url}?from=${partner}` } });
    const { id: group } = await ask('accountgroup.edit', { sok: 'ok', name: 'Partners' });
    await ask('referralprogram.edit', { sok: 'ok', elid, account_group: String(group) });
    expect(await doc({ func: 'affiliate.client', auth })).not.toHaveProperty('url');
    await ask('accountgroup.account.resume', { plid: String(group), elid: partner });
    expect(await doc({ func: 'affiliate.client', auth })).toHaveProperty('url');
  });
});
