import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { staffSession } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { addTariff } from '../store/tariffs.ts';

/** Seed 002: “How to retrieve information about all tariff plans”. */
onEachStore((place) => {
  const backend = withBackend(place);
  /** A provider with two tariffs, of which one is not sold any more, on the bare host as the document asks. */
  const newProvider = async () => {
    const { store } = place();
    const { project, pricelist } = await addTestProvider(store, { now: 0 });
    const old = { project, name: 'Old', itemtype: 'vds', costs: { 1: 500 }, enabled: 0 } as const;
    const disabled = await addTariff(store, old);
    const domain = async (query: string) => (await fetch(`${backend().origin}?${query}`)).text();
    return { project, start: pricelist, disabled, auth: await staffSession(store, project), domain };
  };

  test('“receive the ID of all tariff plans … use the function pricelist”: domain.com?func=pricelist&out=print', async () => {
    const { start, disabled, auth, domain } = await newProvider();
    const page = await domain(`func=pricelist&out=print&auth=${auth}`);
    for (const one of [start, disabled]) expect(page).toMatch(new RegExp(`>${one}<`));
  });

  test('“use the function pricelist.export with the parameter pricelist”: onlyavailable=off&pricelist=id_list', async () => {
    const { start, disabled, auth, domain } = await newProvider();
    const page = await domain(
      `func=pricelist.export&out=print&onlyavailable=off&pricelist=${start},${disabled}&auth=${auth}`,
    );
    expect(page).toContain('Start');
    expect(page).toContain('Old');
  });

  test('“you must log in to BILLmanager with administrator permissions”, those of this provider', async () => {
    const { project, start, disabled, auth, domain } = await newProvider();
    const { store } = place();
    expect(await domain('func=pricelist&out=print')).toContain('log in first');
    const other = await addTestProvider(store, { now: 0 });
    const stranger = await staffSession(store, other.project);
    const all = `func=pricelist.export&out=print&elid=${project}&onlyavailable=off&pricelist=${start},${disabled}`;
    for (const asked of [all, `${all}&auth=${stranger}`]) {
      expect(await domain(asked)).toContain('Start');
      expect(await domain(asked)).not.toContain('Old');
    }
    expect(await domain(`${all}&auth=${auth}`)).toContain('Old');
  });
});
