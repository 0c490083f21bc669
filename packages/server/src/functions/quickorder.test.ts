import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestClient } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';
import { logIn } from '../sessions/session.ts';
import { addAddon } from '../store/addons.ts';
import { addTariff } from '../store/tariffs.ts';

onEachStore((place) => {
  const backend = withBackend(place);

  const client = async () => {
    const { store } = place();
    const { account, user } = await store
      .transaction()
      .execute((writing) => addTestClient(writing, backend().project, 0));
    const auth = await logIn(store, { session: undefined, user, now: Date.now() });
    const doc = (parameters: Record<string, string>) => backend().doc({ out: 'xjson', auth, ...parameters });
    const page = (parameters: Record<string, string>) =>
      backend().ask({ auth, ...parameters }, { headers: { Accept: 'text/html' } });
    return { account, doc, page, basket: () => doc({ func: 'basket' }) };
  };
  /** A tariff at 10.00 with disk space at 0.03 a unit. */
  const tariff = async () => {
    const { store } = place();
    const { project } = backend();
    const pricelist = await addTariff(store, { project, name: 'VPS', itemtype: 'vds', costs: { 1: 1000, 12: 9000 } });
    const of = { pricelist, intname: 'disk', name: 'Disk', addontype: 2 as const, maximum: 5000 };
    return { pricelist: String(pricelist), addon: `addon_${await addAddon(store, { ...of, costs: { 1: 3 } })}` };
  };

  test('a tariff goes into the basket with its add-ons, the same once, and is paid with them (seed 002)', async () => {
    const { account, doc, basket } = await client();
    const { pricelist, addon } = await tariff();
    const order = { func: 'quickorder', pricelist, period: '1' };
    for (let times = 0; times < 2; times += 1) expect(await doc({ ...order, [addon]: '2048' })).toHaveProperty('ok');
    expect(await basket()).toMatchObject({ elem: [{ addon: [{ $: '2048' }], cost: { $: '71.44' } }] });
    await doc(order);
    await doc({ ...order, [addon]: '0' });
    expect(await basket()).toMatchObject({ elem: [{ cost: { $: '71.44' } }, { cost: { $: '10.00' } }] });
    await doc({ func: 'payment', sok: 'ok', amount: '8144' });
    const expenses = await place()
      .store.selectFrom('expense')
      .where('account', '=', account)
      .select('amount')
      .orderBy('id')
      .execute();
    expect(expenses.map(({ amount }) => amount)).toEqual([7144, 1000]);
  });

  test('a program reads from the form of a type what it sells, for which periods, at which price (seed 002)', async () => {
    const { doc } = await client();
    const { pricelist } = await tariff();
    const { slist } = (await doc({ func: 'vds.order', pricelist })) as unknown as { slist: unknown };
    expect(slist).toEqual([
      { $name: 'pricelist', val: [{ $key: pricelist, $: 'VPS' }] },
      {
        $name: 'period',
        val: [
          { $key: '1', $depend: pricelist, $: '10.00 EUR' },
          { $key: '12', $depend: pricelist, $: '90.00 EUR' },
        ],
      },
    ]);
  });

  test('an add-on that cannot be is refused by its name, and a person goes on from the form', async () => {
    const { doc, page, basket } = await client();
    const { pricelist, addon } = await tariff();
    const order = { func: 'quickorder', pricelist, period: '1', [addon]: '5001' };
    expect(await doc(order)).toMatchObject({
      error: {
        $type: 'value',
        $object: addon,
        // The tariff has it, only not as much.
        msg: { $: `this value of '${addon}' cannot be ordered with the tariff for the period` },
      },
    });
    const shown = await (await page(order)).text();
    expect(shown).toContain('role="alert"');
    expect(shown).toContain('Add to basket');
    expect(shown).toContain('value="5001"');
    expect(await (await page({ func: 'quickorder', pricelist, period: '7', [addon]: '1' })).text()).toContain('alert');
    expect(
      await (await page({ func: 'quickorder', pricelist: '9', period: '1', [addon]: 'x'.repeat(30) })).text(),
    ).toContain('alert');
    expect(await basket()).toMatchObject({ elem: [] });
    expect(backend().failures).toEqual([]);
  });

  test('a tariff of a group is sold to its clients, and one that is disabled leaves the basket', async () => {
    const { store } = place();
    const { project } = backend();
    const [member, stranger] = [await client(), await client()];
    const group = await store
      .insertInto('account_group')
      .values({ project, name: `Group of ${String(member.account)}` })
      .returning('id')
      .executeTakeFirstOrThrow();
    await store
      .insertInto('account_group_member')
      .values({ account_group: group.id, account: member.account })
      .execute();
    const sold = { project, name: 'VPS for partner', itemtype: 'vds', costs: { 1: 100 }, account_group: group.id };
    const pricelist = await addTariff(store, sold);
    const order = { func: 'quickorder', pricelist: String(pricelist), period: '1' };
    expect(await stranger.doc(order)).toMatchObject({ error: { $type: 'value', $object: 'pricelist' } });
    expect(await member.doc(order)).toHaveProperty('ok');
    expect(await member.basket()).toMatchObject({ elem: [{ name: { $: 'VPS for partner' } }] });
    await store.updateTable('pricelist').set({ enabled: 0 }).where('id', '=', pricelist).execute();
    expect(await member.basket()).toMatchObject({ elem: [] });
  });

  test('the form of an order has the add-ons with what the link has chosen, and the other periods (seed 002)', async () => {
    const { doc, page } = await client();
    const { pricelist, addon } = await tariff();
    const order = { func: 'vds.order.param', pricelist, period: '1', [addon]: '15' };
    expect(await doc(order)).toMatchObject({ [addon]: { $: '15' } });
    const shown = await (await page(order)).text();
    expect(shown).toMatch(new RegExp(`name="${addon}"[^>]*value="15"`));
    expect(shown).toContain('period=12');
  });

  test('domains go into the basket for a contact, those that were ticked (seed 002)', async () => {
    const { store } = place();
    const { project } = backend();
    const { account, doc, basket } = await client();
    const zone = await addTariff(store, { project, name: '.ru', itemtype: 'domain', costs: { 12: 1200 } });
    const asked = {
      func: 'domain.order.contact',
      checked_domain: ['a', 'b', 'c'].map((name) => `${name}____________ru:1:${String(zone)}:1`).join(','),
      period: '12',
    };
    const names = ['a.ru', 'b.ru', 'c.ru'];
    expect(await doc(asked)).toMatchObject({ slist: [{ $name: 'domain', val: names.map((name) => ({ $: name })) }] });
    const contact = { realname: 'Rita', email: 'rita@example.com', phone: '1' };
    const saved = { ...asked, ...contact, domain_1: 'on', domain_3: 'on', sok: 'ok' };
    for (let times = 0; times < 2; times += 1) expect(await doc(saved)).toHaveProperty('ok');
    expect(await basket()).toMatchObject({
      elem: [
        { domain: { $: 'a.ru' }, cost: { $: '12.00' } },
        { domain: { $: 'c.ru' }, cost: { $: '12.00' } },
      ],
    });
    expect((await basket()) as unknown as { elem: unknown[] }).toHaveProperty('elem.length', 2);
    const kept = await store.selectFrom('contact').where('account', '=', account).selectAll().execute();
    expect(kept).toEqual([expect.objectContaining({ name: 'Rita', email: 'rita@example.com', phone: '1' })]);
    expect(await doc({ ...asked, ...contact, sok: 'ok' })).toMatchObject({ error: { $object: 'checked_domain' } });
    expect(await doc({ ...saved, period: '1' })).toMatchObject({ error: { $type: 'value', $object: 'pricelist' } });
    expect(await doc({ ...saved, realname: '' })).toMatchObject({ error: { $type: 'missed', $object: 'realname' } });
  });

  test('a domain is ordered with its name, which is asked for, and never without', async () => {
    const { store } = place();
    const { project } = backend();
    const { account, doc, page, basket } = await client();
    const zone = String(await addTariff(store, { project, name: '.su', itemtype: 'domain', costs: { 12: 900 } }));
    for (const redirect of ['basket', 'payment'])
      expect(await doc({ func: 'quickorder', pricelist: zone, period: '12', redirect })).toMatchObject({
        error: { $type: 'missed', $object: 'domain_name' },
      });
    const shown = await (await page({ func: 'quickorder', pricelist: zone, period: '12' })).text();
    expect(shown).toContain('role="alert"');
    expect(shown).toMatch(/name="domain_name"[^>]*aria-invalid/);
    // As it could be put there before.
    await store
      .insertInto('item')
      .values({ account, pricelist: Number(zone), period: 12, status: 'basket', cdate: 0 })
      .execute();
    expect(await basket()).toMatchObject({ elem: [] });
    expect(await doc({ func: 'payment', sok: 'ok', amount: '900' })).toHaveProperty('ok');
    const expenses = store.selectFrom('expense').where('account', '=', account).select('id');
    expect(await expenses.execute()).toEqual([]);

    const form = await (await page({ func: 'domain.order.param', pricelist: zone, period: '12' })).text();
    expect(form).not.toContain('Add to basket');
    expect(form).toContain('name="domain_name"');
    const named = { func: 'domain.order.contact', selected_pricelist: zone, period: '12', domain_name: 'a.su' };
    expect(await doc(named)).toMatchObject({ domain_1: { $: 'on' }, slist: [{ val: [{ $: 'a.su' }] }] });
    await doc({ ...named, domain_1: 'on', realname: 'Rita', email: 'rita@example.com', sok: 'ok' });
    expect(await basket()).toMatchObject({ elem: [{ domain: { $: 'a.su' }, cost: { $: '9.00' } }] });
  });
});
