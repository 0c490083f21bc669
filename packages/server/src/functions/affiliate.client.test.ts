import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestClient, addTestReferral } from '../../testing/provider.ts';
import { clientSession } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { maintain } from '../rewards/maintain.ts';
import { addToBasket, basketOf, payBasket } from '../store/orders.ts';
import { tariffs } from '../store/tariffs.ts';

const DAY = 86_400_000;

/** What a partner sees in the client area, in the shapes that existing clients of the platform read. */
onEachStore((place) => {
  const backend = withBackend(place);

  const sessionOf = (account: number) => clientSession(backend().store, account);
  /** As the platform's clients ask: a form, to the API's own address, in JSON. */
  const ask = async (auth: string, fields: Record<string, string>): Promise<Record<string, unknown>> => {
    const body = new URLSearchParams({ auth, out: 'json', ...fields });
    const response = await fetch(`${backend().origin}/`, { method: 'POST', body });
    return ((await response.json()) as { doc: Record<string, unknown> }).doc;
  };
  const buy = async (account: number, now: number): Promise<void> => {
    const { store, project, pricelist } = backend();
    await store.transaction().execute(async (writing) => {
      const [tariff] = await tariffs(writing, { project, pricelist });
      if (tariff === undefined) throw new Error('the tariff is there');
      await addToBasket(writing, { account, tariff, now });
      const basket = await basketOf(writing, { account, project });
      await payBasket(writing, { account, project, basket, brought: [], now });
    });
  };

  test('affiliate.client is the partner’s link and promo code, and neither for who is none', async () => {
    const { store, project, partner, program } = backend();
    await store.updateTable('referralprogram').set({ promocode: 'WITH-@ID@' }).where('id', '=', program).execute();
    expect(await ask(await sessionOf(partner), { func: 'affiliate.client' })).toMatchObject({
      url: { $: `https://site.com/?from=${partner}` },
      promocode: { $: `WITH-${partner}` },
    });
    const { account } = await store.transaction().execute((writing) => addTestClient(writing, project, Date.now()));
    const nobody = await ask(await sessionOf(account), { func: 'affiliate.client' });
    expect(nobody).not.toHaveProperty('url');
    expect(nobody).not.toHaveProperty('promocode');
  });

  test('affiliate.client.click lists the partner’s own clicks, with who came of them and whether they paid', async () => {
    const { partner } = backend();
    const auth = await sessionOf(partner);
    const p = `https://site.com/?from=${partner}`;
    const sesid = (await backend().doc({ func: 'referralprogram.registerclick', p })).cntid?.$ ?? '';
    await backend().doc({ func: 'referralprogram.registerclick', p });
    const email = `zoe-${place().databaseUrl === undefined ? 'lite' : 'pg'}@example.com`;
    const registered = await backend().doc({ func: 'register', sok: 'ok', email, passwd: 'a password', sesid });
    const account = Number(registered['account.id']?.$);
    const list = (fields = {}) => ask(auth, { func: 'affiliate.client.click', ...fields });
    const one = { site: { $: 'https://site.com/' }, referal: { $: `z*** (${account})` } };
    const before = await list();
    expect(before).toMatchObject({ p_elems: { $: '2' }, p_num: { $: '1' } });
    expect(JSON.stringify(before)).not.toContain(email);
    expect(before.elem).toEqual(expect.arrayContaining([expect.objectContaining(one)]));
    expect(JSON.stringify(before)).not.toContain('payed');

    await buy(account, Date.now());
    const filter = (fields: Record<string, string>) => ask(auth, { func: 'affiliate.client.click.filter', ...fields });
    expect(await filter({ sok: 'ok', payed: 'on' })).toHaveProperty('ok');
    expect(await list()).toMatchObject({ p_elems: { $: '1' }, elem: [{ ...one, payed: { $: 'on' } }] });
    // Not by what is hidden.
    await filter({ sok: 'ok', referal: 'zoe' });
    expect(await list()).toMatchObject({ p_elems: { $: '0' } });
    await filter({ sok: 'ok', cdate: 'lastyear', site: 'site.com' });
    const shown = await filter({});
    expect(shown).toMatchObject({ cdate: { $: 'lastyear' }, site: { $: 'site.com' } });
    expect(shown.slist).toEqual([
      expect.objectContaining({ $name: 'cdate', val: expect.arrayContaining([{ $key: 'other', $: 'other' }]) }),
    ]);
    expect(await list()).toMatchObject({ p_elems: { $: '0' } });
    await filter({ drop: 'on', sok: 'ok' });
    expect(await list()).toMatchObject({ p_elems: { $: '2' } });
  });

  test('affiliate.client.reward is a row a day, and .detail each expense of a day', async () => {
    const { store, logs, partner, program, project, pricelist } = backend();
    const now = Date.parse('2031-03-10T12:00:00Z');
    await store.updateTable('project').set({ name: 'p' }).where('id', '=', project).execute();
    const referral = await addTestReferral(store, { partner, program, project, pricelist }, now - 60 * DAY);
    await buy(referral, now - 50 * DAY);
    await buy(referral, now - 20 * DAY);
    await buy(referral, now - 19 * DAY);
    await maintain({ store, logs }, { now });
    const auth = await sessionOf(partner);
    const report = (fields: Record<string, string>) => ask(auth, { func: 'affiliate.client.reward', ...fields });
    const span = { period: 'other', periodstart: '2031-02-01', periodend: '2031-03-31' };
    const answer = await report(span);
    expect(answer).toMatchObject({
      period: { $: 'other' },
      slist: [{ val: expect.arrayContaining([{ $key: 'currentmonth', $: 'this month' }]) }],
      reportdata: {
        reward: {
          elem: [{ amount: { $id: '2031-03-01', $: '2.10 EUR' } }, { amount: { $id: '2031-02-01', $: '1.05 EUR' } }],
        },
      },
    });
    // One row is the row itself, as the platform's clients guard for.
    expect(await report({ ...span, periodstart: '2031-03-01' })).toMatchObject({
      reportdata: { reward: { elem: { amount: { $id: '2031-03-01' } } } },
    });
    expect(await ask(auth, { func: 'affiliate.client.reward.detail', elid: '2031-02-01' })).toMatchObject({
      reportdata: {
        reward: {
          elem: {
            cdate: { $: '2031-01-19' },
            name: { $: 'Start' },
            reward: { $: '1.05 EUR' },
            amount: { $: '10.50 EUR' },
            referal: { $: `C*** (${referral})` },
          },
        },
      },
    });
    const other = await ask(await sessionOf(referral), { func: 'affiliate.client.reward.detail', elid: '2031-02-01' });
    expect(other).toMatchObject({ reportdata: { reward: { elem: [] } } });
  });
});
