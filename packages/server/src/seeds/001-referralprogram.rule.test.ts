import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { refused, withPrograms } from '../../testing/programs.ts';
import { clientSession, rowsOf, staffSession } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';

/** Seed 001: `referralprogram.rule`. */
onEachStore((place) => {
  const backend = withBackend(place);
  const { newProvider } = withPrograms(backend);

  test('“a list of rules associated with the specified referral program”', async () => {
    const { ask, program: plid, pricelist } = await newProvider();
    const { id } = await ask('referralprogram.rule.edit', {
      sok: 'ok',
      plid,
      name: 'First year',
      percent: '7.5',
      itemtype: 'vhost',
      pricelist,
      orders: 'months',
      months: 12,
      limit_referral: '100',
      limit_period: '500.50',
      hold_days: 14,
      min_payment: '10.00',
      schedule_day: 31,
      schedule_time: '23:59',
    });
    const all = rowsOf(await ask('referralprogram.rule', { elid: plid }));
    expect(all).toEqual([
      expect.objectContaining({ id: String(plid), percent: '10', orders: 'all', schedule_time: '03:10' }),
      expect.objectContaining({
        id,
        name: 'First year',
        percent: '7.5',
        itemtype: 'vhost',
        pricelist: String(pricelist),
        orders: 'months',
        months: '12',
        limit_referral: '100.00',
        limit_period: '500.50',
        hold_days: '14',
        min_payment: '10.00',
        schedule_day: '31',
        schedule_time: '23:59',
      }),
    ]);
    await ask('referralprogram.rule.edit', { sok: 'ok', elid: String(id), name: 'Another' });
    expect(rowsOf(await ask('referralprogram.rule', { elid: plid })).at(-1)).toMatchObject({
      ...all.at(-1),
      name: 'Another',
      since: expect.any(String),
    });
    await ask('referralprogram.rule.edit', { sok: 'ok', elid: String(id), itemtype: '' });
    expect(rowsOf(await ask('referralprogram.rule', { elid: plid })).at(-1)).not.toHaveProperty('itemtype');
    expect(await ask('referralprogram.rule.edit', { elid: String(id) })).toMatchObject({
      percent: '7.5',
      months: '12',
    });
  });

  test('out: “list of referral program rules in bjson format”', async () => {
    const { ask, store } = backend();
    const { project, program: elid } = await newProvider();
    const auth = await staffSession(store, project);
    const answer = (await (await ask({ func: 'referralprogram.rule', auth, elid: String(elid) })).json()) as object;
    expect(answer).toEqual(expect.objectContaining({ elem: [expect.objectContaining({ id: String(elid) })] }));
    expect(answer).not.toHaveProperty('doc');
  });

  test('elid: “unique identifier of the referral program”: none of another', async () => {
    const { ask, program: elid } = await newProvider();
    const { id: other } = await ask('referralprogram.edit', { sok: 'ok', name: 'Other', url: 'https://o.example/' });
    await ask('referralprogram.rule.edit', { sok: 'ok', plid: String(other), percent: '5' });
    expect(rowsOf(await ask('referralprogram.rule', { elid })).map(({ id }) => id)).toEqual([String(elid)]);
    expect(await ask('referralprogram.rule')).toMatchObject(refused('missed', 'elid'));
    expect(await ask('referralprogram.rule', { elid: '987654321' })).toMatchObject(refused('value', 'elid'));
  });

  test('“access level: user”: whoever is of the provider’s staff; not a partner, and not nobody', async () => {
    const { doc, store } = backend();
    const { program: elid, partner } = await newProvider();
    for (const auth of [await clientSession(store, partner), '']) {
      const { error } = await doc({ func: 'referralprogram.rule', auth, elid: String(elid) });
      expect(error).toMatchObject({ $type: 'access' });
    }
  });
});
