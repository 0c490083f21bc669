import { beforeAll, expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { onEachStore } from '../../testing/stores.ts';
import { addAddon } from '../store/addons.ts';
import { addTariff } from '../store/tariffs.ts';

/** Seed 002: “Calculating order price”. */
onEachStore((place) => {
  const backend = withBackend(place);
  const ids: Record<'backup' | 'disk' | 'system' | 'debian' | 'windows', number> = {
    backup: 0,
    disk: 0,
    system: 0,
    debian: 71,
    windows: 72,
  };
  beforeAll(async () => {
    const { pricelist } = backend();
    const { store } = place();
    ids.backup = await addAddon(store, {
      pricelist,
      intname: 'backup',
      name: 'Backup',
      addontype: 1,
      costs: { 1: 200 },
    });
    ids.disk = await addAddon(store, { pricelist, intname: 'disk', name: 'Disk', addontype: 2, costs: { 1: 3 } });
    ids.system = await addAddon(store, {
      pricelist,
      intname: 'ostempl',
      name: 'System',
      addontype: 3,
      elements: [
        { id: ids.debian, name: 'Debian', costs: { 1: 0 } },
        { id: ids.windows, name: 'Windows', costs: { 1: 900 } },
      ],
    });
  });
  const calculate = (parameters: Record<string, string>) =>
    backend().doc({
      func: 'pricelist.calculate',
      out: 'xjson',
      pricelist: String(backend().pricelist),
      period: '1',
      ...parameters,
    });

  test('“pricelist.calculate allows to show the price for a certain service and certain add-ons”: addon_XXX=VALUE', async () => {
    expect(await calculate({})).toMatchObject({ cost: { $: '10.5000' }, currency: { $: 'EUR' } });
    const { backup, disk, system, windows } = ids;
    const chosen = { [`addon_${backup}`]: 'on', [`addon_${disk}`]: '2048', [`addon_${system}`]: String(windows) };
    expect(await calculate(chosen)).toMatchObject({
      price: { $: '10.5000' },
      addon: [
        { id: { $: String(backup) }, value: { $: 'on' }, cost: { $: '2.0000' } },
        { id: { $: String(disk) }, value: { $: '2048' }, cost: { $: '61.4400' } },
        { id: { $: String(system) }, value: { $: String(windows) }, cost: { $: '9.0000' } },
      ],
      cost: { $: '82.9400' },
    });
    // The seed's own placeholder is no add-on.
    expect(await calculate({ addon_N: 'xxx' })).toMatchObject({ cost: { $: '10.5000' } });
  });

  test('pricelist, period, addon_XXX: what cannot be ordered is named', async () => {
    const { store } = place();
    const { project } = backend();
    const value = (object: string) => ({ error: { $type: 'value', $object: object } });
    expect(await calculate({ addon_999999: '1' })).toMatchObject(value('addon_999999'));
    expect(await calculate({ [`addon_${ids.disk}`]: 'x' })).toMatchObject(value(`addon_${ids.disk}`));
    expect(await calculate({ [`addon_${ids.disk}`]: 'x'.repeat(50) })).toMatchObject(value(`addon_${ids.disk}`));
    expect(await calculate({ period: '12' })).toMatchObject(value('pricelist'));
    expect(await calculate({ pricelist: '' })).toMatchObject({ error: { $type: 'missed', $object: 'pricelist' } });
    const sold = { project, name: 'Old', itemtype: 'vhost', costs: { 1: 1 } };
    const disabled = await addTariff(store, { ...sold, enabled: 0 });
    expect(await calculate({ pricelist: String(disabled) })).toMatchObject(value('pricelist'));
  });
});
