import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestClient, addTestProvider } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';
import { logIn } from '../sessions/session.ts';
import { addAddon } from '../store/addons.ts';
import { currencyOf } from '../store/provider.ts';
import { addRate } from '../store/rates.ts';
import { addTariff } from '../store/tariffs.ts';

interface Listed {
  readonly pricelist: readonly {
    readonly id: { readonly $: string };
    readonly name: { readonly $: string };
    readonly addon: readonly { readonly intname: { readonly $: string } }[];
  }[];
}

/** Seed 002: “Tariff plans”. */
onEachStore((place) => {
  const backend = withBackend(place);

  /** A provider with the two tariffs of seed 002, and one that is not sold any more. */
  const provider = async () => {
    const { store } = place();
    const { project, pricelist } = await addTestProvider(store, { now: 0 });
    return store.transaction().execute(async (writing) => {
      const { account, user } = await addTestClient(writing, project, 0);
      const group = await writing
        .insertInto('account_group')
        .values({ project, name: 'Partners' })
        .returning('id')
        .executeTakeFirstOrThrow();
      await writing.insertInto('account_group_member').values({ account_group: group.id, account }).execute();
      const sold = { project, itemtype: 'vds', costs: { 1: 500, 12: 5000 } };
      return {
        project,
        start: pricelist,
        all: await addTariff(writing, { ...sold, name: 'VPS for all' }),
        partner: await addTariff(writing, { ...sold, name: 'VPS for partner', account_group: group.id }),
        disabled: await addTariff(writing, { ...sold, name: 'Old', enabled: 0 }),
        member: user,
      };
    });
  };
  const session = (user: number) => logIn(place().store, { session: undefined, user, now: Date.now() });
  const exported = async (parameters: Record<string, string>): Promise<Listed> =>
    (await backend().doc({ func: 'pricelist.export', out: 'xjson', ...parameters })) as unknown as Listed;
  const names = async (parameters: Record<string, string>): Promise<string[]> =>
    (await exported(parameters)).pricelist.map(({ name }) => name.$);

  test('onlyavailable: “without authorization … "yes" will not show … VPS for partner”, “"off" will show … VPS for all and VPS for Partner”', async () => {
    const { project, member } = await provider();
    const elid = String(project);
    for (const available of [{ onlyavailable: 'yes' }, { onlyavailable: 'on' }, {}])
      expect(await names({ elid, ...available })).toEqual(['Start', 'VPS for all']);
    const both = ['Start', 'VPS for all', 'VPS for partner'];
    expect(await names({ elid, onlyavailable: 'off' })).toEqual(both);
    expect(await names({ project: elid, onlyavailable: 'off' })).toEqual(both);
    expect(await names({ elid, auth: await session(member), onlyavailable: 'yes' })).toEqual(both);
    expect(await names({ elid, auth: await session(member), onlyavailable: 'off' })).toEqual(both);
  });

  test('pricelist, addonitemtype, itemtype, exclude_pricelist: “only if you need to get data from a certain” one', async () => {
    const { project, start, all } = await provider();
    const elid = String(project);
    const addon = { pricelist: all, name: 'An add-on', addontype: 1 as const, costs: { 1: 1 } };
    await addAddon(place().store, { ...addon, intname: 'disk' });
    await addAddon(place().store, { ...addon, intname: 'traffic' });
    expect(await names({ elid, itemtype: 'vds' })).toEqual(['VPS for all']);
    const type = await place()
      .store.selectFrom('itemtype')
      .where('intname', '=', 'vds')
      .select('id')
      .executeTakeFirstOrThrow();
    expect(await names({ elid, itemtype: String(type.id) })).toEqual(['VPS for all']);
    expect(await names({ elid, itemtype: 'nothing' })).toEqual([]);
    expect(await names({ elid, exclude_pricelist: `${String(all)},999999` })).toEqual(['Start']);
    expect(
      await names({ elid, pricelist: `${String(start)},${String(all)}`, exclude_pricelist: String(start) }),
    ).toEqual(['VPS for all']);
    const { pricelist } = await exported({ elid, itemtype: 'vds', addonitemtype: 'disk' });
    expect(pricelist[0]?.addon.map(({ intname }) => intname.$)).toEqual(['disk']);
  });

  test('othercurrency: “converted according to the current exchange rate in BILLmanager”', async () => {
    const { store } = place();
    const { project, start } = await provider();
    const currency = await store.transaction().execute((writing) => currencyOf(writing, 'JPY'));
    await addRate(store, { project, currency, day: '2024-01-01', numerator: 1, denominator: 1 });
    await addRate(store, { project, currency, day: '2025-01-01', numerator: 16_235, denominator: 100 });
    await addRate(store, { project, currency, day: '2999-01-01', numerator: 5, denominator: 1 });
    const asked = { elid: String(project), pricelist: String(start) };
    const period = { $type: 'month', $length: '1', $cost: '10.5000' };
    expect((await exported(asked)).pricelist).toMatchObject([
      { price: { period: [period] }, itemtype: { $: 'vhost' } },
    ]);
    expect(await exported({ ...asked, othercurrency: 'jpy' })).toMatchObject({
      pricelist: [{ price: { period: [{ ...period, $othercost: '1705.0000' }] } }],
      othercurrency: { $: 'JPY' },
    });
    expect(await exported({ ...asked, othercurrency: 'CHF' })).toMatchObject({
      error: { $type: 'value', $object: 'othercurrency' },
    });
  });

  test('“automatically upload tariffs prices from BILLmanager to the website”: the page of any site may read them', async () => {
    const { ask } = backend();
    const response = await ask({ func: 'pricelist.export' }, { headers: { Origin: 'https://any.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.text()).toContain('<pricelist>');
    const print = await ask({ func: 'pricelist.export', out: 'print', onlyavailable: 'off', pricelist: '1,2' });
    expect(await print.text()).toContain('Start');
  });
});
