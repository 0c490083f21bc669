import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { rowsOf, staffOfProvider } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';

onEachStore((place) => {
  const backend = withBackend(place);

  test('a rate is said, corrected and taken back, and price lists show the second currency by it', async () => {
    const { project } = backend();
    const ask = await staffOfProvider(backend(), project);
    /** What the tariff of 10.50 EUR costs. */
    const shown = async (): Promise<unknown> => {
      const query = { func: 'pricelist.export', out: 'xjson', elid: String(project), othercurrency: 'usd' };
      const { pricelist, error } = (await backend().doc(query)) as unknown as {
        pricelist?: { price: { period: { $othercost: string }[] } }[];
        error?: unknown;
      };
      return error === undefined ? pricelist?.[0]?.price.period[0]?.$othercost : 'no rate';
    };
    const edit = (parameters: Record<string, string>) => ask('billref.currencyrate.edit', { sok: 'ok', ...parameters });
    expect(await shown()).toBe('no rate');
    expect(await edit({ currency: 'USD', day: '2025-01-01', rate: '1.2' })).toHaveProperty('ok');
    expect(await edit({ currency: 'usd', rate: '1.10000000' })).toHaveProperty('ok');
    expect(await edit({ currency: 'USD', day: '9999-01-01', rate: '50' })).toHaveProperty('ok');
    expect(await shown()).toBe('11.5500');
    expect(await edit({ currency: 'USD', rate: '1.1603' })).toHaveProperty('ok');
    expect(await shown()).toBe('12.1800');

    const rows = rowsOf(await ask('billref.currencyrate'));
    expect(rows.map(({ currency, rate }) => [currency, rate])).toEqual([
      ['USD', '50'],
      ['USD', '1.1603'],
      ['USD', '1.2'],
    ]);
    const sorted = rowsOf(await ask('billref.currencyrate', { p_sort: 'rate' }));
    expect(sorted.map(({ rate }) => rate)).toEqual(['1.1603', '1.2', '50']);
    const today = rows[1]?.day ?? '';
    expect(await ask('billref.currencyrate.edit', { currency: 'USD', day: today })).toMatchObject({ rate: '1.1603' });
    expect(await ask('billref.currencyrate.delete', { currency: 'USD', day: today })).toHaveProperty('ok');
    expect(await shown()).toBe('12.6000');
    expect(await ask('billref.currencyrate.delete', { currency: 'USD', day: today })).toMatchObject({
      error: { type: 'value', object: 'day' },
    });

    const audit = await place().store.selectFrom('audit').where('project', '=', project).select('func').execute();
    expect(audit.map(({ func }) => func)).toEqual([
      ...Array<string>(4).fill('billref.currencyrate.edit'),
      'billref.currencyrate.delete',
    ]);
    const { project: stranger } = await addTestProvider(place().store, { now: Date.now() });
    expect(rowsOf(await (await staffOfProvider(backend(), stranger))('billref.currencyrate'))).toEqual([]);
  });

  test.each([
    ['of no currency', { currency: 'QQQ', rate: '2' }, 'currency'],
    ['of the provider’s own currency', { currency: 'EUR', rate: '2' }, 'currency'],
    ['of nothing', { currency: 'USD', rate: '0.00' }, 'rate'],
    ['with more digits than can be kept', { currency: 'USD', rate: '1234567.12345678' }, 'rate'],
    ['of no day', { currency: 'USD', rate: '2', day: '2025-02-30' }, 'day'],
  ] as const)('a rate %s is refused by name, and nothing is written', async (_, parameters, object) => {
    const { project } = await addTestProvider(place().store, { now: Date.now() });
    const ask = await staffOfProvider(backend(), project);
    expect(await ask('billref.currencyrate.edit', { sok: 'ok', ...parameters })).toMatchObject({
      error: { type: 'value', object },
    });
    expect(rowsOf(await ask('billref.currencyrate'))).toEqual([]);
  });
});
