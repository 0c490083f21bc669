import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { staffSession } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { addTariff } from '../store/tariffs.ts';

interface Text {
  readonly $: string;
  readonly $period?: string;
}
type Row = Readonly<Record<'id' | 'active' | 'cost' | 'orderlink', Text>> &
  Readonly<Record<'paramlink' | 'basketlink' | 'paymentlink', readonly Text[] | undefined>>;

onEachStore((place) => {
  const backend = withBackend(place);

  test('tariffs are listed with the order links that billing generates (seed 002)', async () => {
    const { store } = place();
    const { project, pricelist } = await addTestProvider(store, { now: 0 });
    const disabled = await addTariff(store, {
      project,
      name: 'Old',
      itemtype: 'vds',
      costs: { '-100': 0, 0: 9, 3: 1, 12: 2 },
      enabled: 0,
    });
    const { doc, ask, origin } = backend();
    const auth = await staffSession(store, project);
    const { elem } = (await doc({ func: 'pricelist', auth, out: 'xjson' })) as unknown as { elem: readonly Row[] };
    const [start, old] = elem;
    expect(elem).toHaveLength(2);
    expect([start?.id.$, start?.active.$, old?.id.$, old?.active.$]).toEqual([
      String(pricelist),
      'on',
      String(disabled),
      'off',
    ]);
    const ids = `project%3D${String(project)}`;
    const link = `${origin}/billmgr?func=register&redirect=startpage%3Dvds%26startform%3D`;
    const tariff = `pricelist%3D${String(disabled)}`;
    expect(old?.orderlink.$).toBe(`${link}vds%252Eorder%26${tariff}%26${ids}`);
    for (const [name, form, goTo] of [
      ['paramlink', 'vds%252Eorder%252Eparam', ''],
      ['basketlink', 'quickorder', '%26redirect%3Dbasket'],
      ['paymentlink', 'quickorder', '%26redirect%3Dpayment'],
    ] as const)
      expect(old?.[name]).toEqual(
        ['-100', '0', '3', '12'].map((period) => ({
          $period: period,
          $: `${link}${form}%26${tariff}%26period%3D${period}%26${ids}${goTo}`,
        })),
      );
    const zone = { project, name: '.ru', itemtype: 'domain', costs: { 12: 1200 } };
    const domain = String(await addTariff(store, zone));
    const { elem: all } = (await doc({ func: 'pricelist', auth, out: 'xjson' })) as unknown as { elem: readonly Row[] };
    const listed = all.find(({ id }) => id.$ === domain);
    expect(listed?.paramlink).toHaveLength(1);
    expect(listed).not.toHaveProperty('basketlink');
    // As seed 002 asks for it: on the bare host.
    const print = await fetch(`${origin}/?func=pricelist&out=print&auth=${auth}`);
    expect(await print.text()).toContain(String(disabled));
    expect(await (await ask({ func: 'pricelist' })).text()).toContain('type="access"');
  });
});
