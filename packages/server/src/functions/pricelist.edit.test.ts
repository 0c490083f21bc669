import { beforeEach, expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { clientLogin } from '../../testing/logins.ts';
import { type AskAsStaff, rowsOf, staffOfProvider } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';

onEachStore((place) => {
  const backend = withBackend(place);
  let ask: AskAsStaff;
  beforeEach(async () => {
    ask = await staffOfProvider(backend(), backend().project);
  });

  /** Makes something and answers its id. */
  const make = async (func: string, parameters: Record<string, string | number>): Promise<string> => {
    const made = await ask(func, { sok: 'ok', ...parameters });
    expect(made.error).toBeUndefined();
    return String(made.id);
  };
  const tariff = (parameters: Record<string, string> = {}) =>
    make('pricelist.edit', { name: 'Business', itemtype: 'vds', cost: '1:10.00,12:100', ...parameters });
  const shopper = async () => {
    const { account, auth } = await clientLogin(place().store, backend().project);
    const doc = (parameters: Record<string, string>) => backend().doc({ out: 'xjson', auth, ...parameters });
    return {
      doc,
      order: (pricelist: string, addons: Record<string, string> = {}) =>
        doc({ func: 'quickorder', pricelist, period: '1', ...addons }),
      pay: (amount: number) => doc({ func: 'payment', sok: 'ok', amount: String(amount) }),
      expenses: async () =>
        (
          await place()
            .store.selectFrom('expense')
            .where('account', '=', account ?? 0)
            .select('amount')
            .execute()
        ).map(({ amount }) => amount),
    };
  };
  const exported = async (pricelist: string) => {
    const { pricelist: listed } = (await backend().doc({
      func: 'pricelist.export',
      out: 'xjson',
      elid: String(backend().project),
      pricelist,
    })) as unknown as { pricelist: readonly object[] };
    return listed[0];
  };
  const audited = async (func: string) => {
    const { project } = backend();
    const rows = place().store.selectFrom('audit').where('project', '=', project).where('func', '=', func);
    return rows.select(['elid', 'before', 'after']).orderBy('id').execute();
  };

  test('a tariff with add-ons of each kind is set up without SQL, shown and sold at its prices', async () => {
    const pricelist = await tariff({ cost: '-100:0,-50:0.50,0:500,1:10.00,12:100' });
    const of = { plid: pricelist };
    const backup = await make('pricelist.detail.edit', {
      ...of,
      name: 'Backup',
      intname: 'backup',
      addontype: 1,
      cost: '1:2',
    });
    const disk = await make('pricelist.detail.edit', {
      ...of,
      name: 'Disk',
      intname: 'disk',
      addontype: 2,
      cost: '1:0.03',
      maximum: 100,
    });
    const system = await make('pricelist.detail.edit', { ...of, name: 'System', intname: 'os', addontype: 3 });
    const debian = await make('billref.enumeration.edit', { plid: system, name: 'Debian', cost: '1:0' });
    const windows = await make('billref.enumeration.edit', { plid: system, name: 'Windows', cost: '1:9' });
    const panel = await make('pricelist.detail.edit', {
      ...of,
      name: 'Panel',
      intname: 'panel',
      addontype: 1,
      main: system,
      cost: '1:5',
    });
    expect(rowsOf(await ask('pricelist.detail', { elid: pricelist }))).toEqual([
      { id: backup, name: 'Backup', intname: 'backup', addontype: '1', cost: '1:2.00' },
      { id: disk, name: 'Disk', intname: 'disk', addontype: '2', maximum: '100', cost: '1:0.03' },
      { id: system, name: 'System', intname: 'os', addontype: '3' },
      { id: panel, name: 'Panel', intname: 'panel', addontype: '1', main: system, cost: '1:5.00' },
    ]);
    expect(await exported(pricelist)).toMatchObject({
      name: { $: 'Business' },
      price: {
        period: [
          { $type: 'trial', $cost: '0.0000' },
          { $type: 'day', $cost: '0.5000' },
          { $type: 'lifetime', $cost: '500.0000' },
          { $type: 'month', $length: '1', $cost: '10.0000' },
          { $type: 'month', $length: '12', $cost: '100.0000' },
        ],
      },
      addon: [{}, {}, { enumeration: [{ id: { $: debian } }, { id: { $: windows } }] }, {}],
    });
    const client = await shopper();
    const chosen = { [`addon_${backup}`]: 'on', [`addon_${disk}`]: '100', [`addon_${system}`]: windows };
    expect(await client.order(pricelist, chosen)).toHaveProperty('ok');
    expect(await client.order(pricelist, { [`addon_${disk}`]: '101' })).toHaveProperty('error');
    expect(await client.order(pricelist, { [`addon_${system}`]: panel })).toHaveProperty('ok');
    expect(await client.pay(1000 + 200 + 300 + 900 + 1500)).toHaveProperty('ok');
  });

  test('a new price is nobody’s unseen: the basket shows it, who pays the old one is refused, expenses stay', async () => {
    const pricelist = await tariff();
    const client = await shopper();
    await client.order(pricelist);
    await client.pay(1000);
    await client.order(pricelist);
    expect(await ask('pricelist.edit', { sok: 'ok', elid: pricelist, cost: '1:12.50' })).toHaveProperty('ok');
    expect(await client.doc({ func: 'basket' })).toMatchObject({ elem: [{ cost: { $: '12.50' } }] });
    expect(await client.pay(1000)).toMatchObject({ error: { $type: 'value', $object: 'amount' } });
    expect(await client.expenses()).toEqual([1000]);
    expect(await client.pay(1250)).toHaveProperty('ok');
    expect(await client.expenses()).toEqual([1000, 1250]);
    // The year is not sold any more.
    expect(await client.doc({ func: 'quickorder', pricelist, period: '12' })).toHaveProperty('error');
    const [made, changed] = (await audited('pricelist.edit')).filter(({ elid }) => String(elid) === pricelist);
    expect(made?.before).toBeNull();
    expect(JSON.parse(changed?.before ?? '')).toMatchObject({ cost: '1:10.00,12:100.00' });
    expect(JSON.parse(changed?.after ?? '')).toMatchObject({ cost: '1:12.50' });
  });

  test('what is not sent stays, and the form shows it', async () => {
    const group = String((await ask('accountgroup.edit', { sok: 'ok', name: 'Wholesale' })).id);
    const pricelist = await tariff({ account_group: group, active: 'off' });
    const shown = { name: 'Business', itemtype: 'vds', cost: '1:10.00,12:100.00', active: 'off', account_group: group };
    expect(await ask('pricelist.edit', { elid: pricelist })).toMatchObject(shown);
    await ask('pricelist.edit', { sok: 'ok', elid: pricelist, name: 'Enterprise' });
    expect(await ask('pricelist.edit', { elid: pricelist })).toMatchObject({ ...shown, name: 'Enterprise' });
    expect(await ask('accountgroup.delete', { elid: group })).toMatchObject({ error: { object: 'elid' } });
    await ask('pricelist.edit', { sok: 'ok', elid: pricelist, account_group: '', active: 'on' });
    expect(await ask('accountgroup.delete', { elid: group })).toHaveProperty('ok');
    expect(await (await shopper()).order(pricelist)).toHaveProperty('ok');
  });

  test('a tariff that was ordered or that a rule names is closed, opened again, and never removed', async () => {
    const { store } = place();
    const [sold, named, unsold] = [await tariff(), await tariff(), await tariff()];
    await make('pricelist.detail.edit', { plid: unsold, name: 'Disk', intname: 'disk', addontype: 2, cost: '1:1' });
    const client = await shopper();
    await client.order(sold);
    await client.pay(1000);
    await client.order(sold);
    const rule = await store.selectFrom('referralprogram_rule_version').select('id').executeTakeFirstOrThrow();
    await store
      .insertInto('referralprogram_rule_covers')
      .values({ version: rule.id, pricelist: Number(named) })
      .execute();
    for (const elid of [sold, named]) expect(await ask('pricelist.delete', { elid })).toMatchObject({ closed: 'on' });
    expect(await client.doc({ func: 'basket' })).toMatchObject({ elem: [] });
    expect(await client.order(sold)).toHaveProperty('error');
    expect(await client.expenses()).toEqual([1000]);
    await ask('pricelist.edit', { sok: 'ok', elid: sold, active: 'on' });
    expect(await client.doc({ func: 'basket' })).toMatchObject({ elem: [{ cost: { $: '10.00' } }] });

    const gone = await ask('pricelist.delete', { elid: unsold });
    expect(gone).toHaveProperty('ok');
    expect(gone).not.toHaveProperty('closed');
    expect(await ask('pricelist.delete', { elid: unsold })).toMatchObject({ error: { object: 'elid' } });
    expect((await audited('pricelist.delete')).map(({ elid }) => String(elid))).toEqual([sold, named, unsold]);
  });

  test('an add-on that is taken away is sold no more; where its tariff was ordered it is only closed', async () => {
    const [ordered, other] = [await tariff(), await tariff()];
    const addon = (plid: string) =>
      make('pricelist.detail.edit', { plid, name: 'System', intname: 'os', addontype: 3 });
    const [system, unsold] = [await addon(ordered), await addon(other)];
    const elements = [
      await make('billref.enumeration.edit', { plid: system, name: 'Debian', cost: '1:0' }),
      await make('billref.enumeration.edit', { plid: system, name: 'Windows', cost: '1:9' }),
    ];
    await make('billref.enumeration.edit', { plid: unsold, name: 'Debian', cost: '1:0' });
    const client = await shopper();
    const [debian, windows] = elements.map((element) => ({ [`addon_${system}`]: element }));
    await client.order(ordered, debian);
    await client.order(ordered, windows);
    await ask('billref.enumeration.edit', { sok: 'ok', elid: elements[1] ?? '', cost: '' });
    expect(await client.order(ordered, windows)).toHaveProperty('error');
    expect(await client.doc({ func: 'basket' })).toMatchObject({ elem: [{ cost: { $: '10.00' } }] });
    expect(await exported(ordered)).toMatchObject({ addon: [{ enumeration: [{ name: { $: 'Debian' } }] }] });
    expect(await ask('pricelist.detail.edit', { elid: system })).toHaveProperty('slist');

    expect(await ask('pricelist.detail.delete', { elid: system, plid: ordered })).toMatchObject({ closed: 'on' });
    expect(await client.order(ordered, debian)).toHaveProperty('error');
    expect(await exported(ordered)).not.toHaveProperty('addon.0');
    expect(rowsOf(await ask('pricelist.detail', { elid: ordered }))).toHaveLength(1);
    expect(await ask('pricelist.detail.delete', { elid: unsold })).not.toHaveProperty('closed');
    expect(rowsOf(await ask('pricelist.detail', { elid: other }))).toEqual([]);
  });

  test.each<[what: string, func: string, parameters: Record<string, string>, object: string]>([
    ['a price with too many digits', 'pricelist.edit', { cost: '1:10.001' }, 'cost'],
    ['two prices for a period', 'pricelist.edit', { cost: '1:10,01:11' }, 'cost'],
    ['no price', 'pricelist.edit', { cost: '' }, 'cost'],
    ['a period that there is not', 'pricelist.edit', { cost: '-1:10' }, 'cost'],
    ['another type', 'pricelist.edit', { itemtype: 'vhost' }, 'itemtype'],
    ['a group of nobody', 'pricelist.edit', { account_group: '987654' }, 'account_group'],
    ['an add-on with a type that there is not', 'pricelist.detail.edit', { addontype: '4' }, 'addontype'],
    ['an element of nothing', 'billref.enumeration.edit', { plid: '987654' }, 'plid'],
  ])('%s is refused by its name, and nothing is written', async (_, func, parameters, object) => {
    const elid = func === 'pricelist.edit' ? { elid: await tariff() } : {};
    const before = await place().store.selectFrom('audit').selectAll().execute();
    const answer = await ask(func, { sok: 'ok', name: 'Wrong', ...elid, ...parameters });
    expect(answer).toMatchObject({ error: { object } });
    expect(await place().store.selectFrom('audit').selectAll().execute()).toEqual(before);
  });

  test('another provider has nothing of it', async () => {
    const pricelist = await tariff();
    const system = await make('pricelist.detail.edit', { plid: pricelist, name: 'OS', intname: 'os', addontype: 3 });
    const element = await make('billref.enumeration.edit', { plid: system, name: 'Debian', cost: '1:0' });
    const stranger = await staffOfProvider(
      backend(),
      (await addTestProvider(place().store, { now: Date.now() })).project,
    );
    for (const [func, elid] of [
      ['pricelist.edit', pricelist],
      ['pricelist.delete', pricelist],
      ['pricelist.detail', pricelist],
      ['pricelist.detail.edit', system],
      ['pricelist.detail.delete', system],
      ['billref.enumeration.edit', element],
    ] as const)
      expect(await stranger(func, { elid, sok: 'ok', name: 'Mine' })).toMatchObject({ error: { object: 'elid' } });
    for (const [func, plid] of [
      ['pricelist.detail.edit', pricelist],
      ['billref.enumeration.edit', system],
    ] as const)
      expect(await stranger(func, { plid, sok: 'ok', name: 'Mine', intname: 'os', addontype: 3 })).toMatchObject({
        error: { object: 'plid' },
      });
  });
});
