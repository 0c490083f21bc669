import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { clientLogin } from '../../testing/logins.ts';
import { onEachStore } from '../../testing/stores.ts';
import { addTariff } from '../store/tariffs.ts';

/** Seed 002: “General information”. */
onEachStore((place) => {
  const backend = withBackend(place);

  test('“responses can be either in the XML or JSON form”: out=xml, out=json, out=sjson', async () => {
    const { auth, email } = await clientLogin(backend().store, backend().project);
    const told = async (out: Record<string, string>) => {
      const response = await backend().ask({ func: 'whoami', auth, ...out });
      return { type: response.headers.get('content-type')?.split(';')[0], text: await response.text() };
    };
    for (const out of [{ out: 'xml' }, {}]) {
      const { type, text } = await told(out);
      expect(type).toMatch(/xml$/);
      expect(text).toMatch(new RegExp(`^<\\?xml.*<user [^>]*name="${email}"`, 's'));
    }
    for (const out of ['json', 'sjson']) {
      const { type, text } = await told({ out });
      expect(type).toBe('application/json');
      expect((JSON.parse(text) as { doc: object }).doc).toMatchObject({ user: { $name: email } });
    }
  });

  test('PERIOD_ID: “Trial: -100, day: -50, lifetime: 0. If the value is more than 0 … in months”', async () => {
    const { store, project } = backend();
    const costs = { '-100': 0, '-50': 50, 0: 90_000, 1: 1000, 12: 9900 };
    const pricelist = String(await addTariff(store, { project, name: 'Periods', itemtype: 'vds', costs }));
    const cost = async (period: string) =>
      (await backend().doc({ func: 'pricelist.calculate', pricelist, period })).cost?.$;
    for (const [period, amount] of Object.entries(costs))
      expect(await cost(period)).toBe(`${(amount / 100).toFixed(2)}00`);
    for (const none of ['-1', '2']) expect(await cost(none)).toBeUndefined();
    const exported = await backend().doc({ func: 'pricelist.export', elid: String(project), pricelist, out: 'xjson' });
    const [tariff] = exported.pricelist as unknown as { price: { period: { $type: string; $length: string }[] } }[];
    expect(tariff?.price.period.map(({ $type, $length }) => [$type, $length])).toEqual([
      ['trial', expect.any(String)],
      ['day', expect.any(String)],
      ['lifetime', expect.any(String)],
      ['month', '1'],
      ['month', '12'],
    ]);
  });

  test('ITEMTYPE_INTNAME: “internal (service) product type name”, by which order forms and tariffs are found', async () => {
    const { store, project } = backend();
    const pricelist = await addTariff(store, { project, name: 'By type', itemtype: 'dedic', costs: { 1: 5000 } });
    const { auth } = await clientLogin(store, project);
    const form = await backend().ask({ func: 'dedic.order', auth }, { headers: { Accept: 'text/html' } });
    expect(await form.text()).toContain('By type');
    const exported = await backend().doc({ func: 'pricelist.export', itemtype: 'dedic', out: 'xjson' });
    expect(exported.pricelist).toMatchObject([{ id: { $: String(pricelist) }, itemtype: { $: 'dedic' } }]);
  });
});
