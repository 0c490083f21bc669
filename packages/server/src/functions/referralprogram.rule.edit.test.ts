import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { refused, withPrograms } from '../../testing/programs.ts';
import { addTestReferral } from '../../testing/provider.ts';
import { rowsOf } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';

onEachStore((place) => {
  const backend = withBackend(place);
  const { newProvider, rewards, spend, versions } = withPrograms(backend);

  test('a fixed amount takes the place of the share, and back; one of them there must be', async () => {
    const { ask, program: elid } = await newProvider();
    const edit = (fields: Record<string, string>) => ask('referralprogram.rule.edit', { sok: 'ok', elid, ...fields });
    expect(await edit({ amount: '5.00' })).toHaveProperty('ok');
    expect((await versions(elid)).at(-1)).toMatchObject({ percent: null, amount: 500 });
    expect(await edit({ percent: '0.0001' })).toHaveProperty('ok');
    expect((await versions(elid)).at(-1)).toMatchObject({ percent: 1, amount: null });
    expect(await edit({ percent: '' })).toMatchObject(refused('missed', 'percent'));
    expect(await edit({ percent: '5', amount: '5' })).toMatchObject(refused('value', 'amount'));
  });

  test.each([
    ['percent', '0'],
    ['percent', '100.0001'],
    ['percent', '1.00005'],
    ['percent', '-5'],
    ['percent', '1e1'],
    ['amount', '0.00'],
    ['amount', '1.005'],
    ['amount', '90000000000.01'],
    ['hold_days', '3651'],
    ['schedule_day', '32'],
    ['schedule_day', '0'],
    ['schedule_time', '24:00'],
    ['orders', 'some'],
    ['itemtype', 'nonsense'],
    ['pricelist', '987654321'],
    ['pricelist', '1,,2'],
    ['limit_period', '0'],
  ])('%s cannot be %s', async (name, value) => {
    const { ask, program: elid } = await newProvider();
    expect(await ask('referralprogram.rule.edit', { sok: 'ok', elid, [name]: value })).toMatchObject(
      refused('value', name),
    );
    expect(await versions(elid)).toHaveLength(1);
  });

  test('a change makes a new version: an expense is rewarded by what the rule said when it was made', async () => {
    const provider = await newProvider();
    const { ask, program: elid } = provider;
    const referral = await addTestReferral(backend().store, provider, Date.now() - 30_000);
    await ask('referralprogram.rule.edit', { sok: 'ok', elid, percent: '20' });
    const [first, second] = await versions(elid);
    expect([first?.percent, first?.until, second?.percent, second?.until]).toEqual([
      100_000,
      second?.since,
      200_000,
      null,
    ]);
    const before = await spend(provider, referral, 1000, (second?.since ?? 0) - 1);
    const after = await spend(provider, referral, 1000, second?.since ?? 0);
    expect(await rewards(provider)).toEqual([
      { expense: before, amount: 100, rule: elid },
      { expense: after, amount: 200, rule: elid },
    ]);
  });

  test('each rule of a program is judged by itself', async () => {
    const provider = await newProvider();
    const { ask, program: plid } = provider;
    const referral = await addTestReferral(backend().store, provider, Date.now() - 1000);
    const edit = async (fields: Record<string, string>): Promise<number> =>
      Number((await ask('referralprogram.rule.edit', { sok: 'ok', plid, ...fields })).id);
    const expected = [{ amount: 100, rule: plid }];
    for (const [fields, amount] of [
      [{ amount: '5.00' }, 500],
      [{ percent: '5', orders: 'first' }, 50],
      [{ percent: '5', itemtype: 'vhost' }, 50],
      [{ percent: '5', limit_referral: '0.10' }, 10],
      [{ percent: '5', limit_period: '0.20' }, 20],
      [{ percent: '5', hold_days: '1' }, 50],
      [{ percent: '5', min_payment: '1.00' }, 50],
    ] as const)
      expected.push({ amount, rule: await edit(fields) });
    // What other runs judge, other services, and what a condition refuses.
    await edit({ percent: '5', schedule_day: '2' });
    await edit({ percent: '5', itemtype: 'domain' });
    const conditional = await edit({ percent: '5' });
    await ask('referralprogram.rule.condition.edit', {
      sok: 'ok',
      plid: conditional,
      ctype: 3,
      comparison: 'more',
      referral_count: 1,
    });
    const [, conditioned] = await versions(conditional);
    const expense = await spend(provider, referral, 1000, Math.max(Date.now(), conditioned?.since ?? 0) + 1);
    expect(await rewards(provider)).toEqual(expected.map((reward) => ({ expense, ...reward })));
  });

  test('deleting: where there are referrals it is closed, else gone', async () => {
    const provider = await newProvider();
    const { ask, program: plid } = provider;
    const { id } = await ask('referralprogram.rule.edit', { sok: 'ok', plid, percent: 5 });
    expect(await ask('referralprogram.rule.delete', { elid: String(id) })).toEqual({
      func: 'referralprogram.rule.delete',
      ok: true,
    });
    const referral = await addTestReferral(backend().store, provider, Date.now() - 30_000);
    expect(await ask('referralprogram.rule.delete', { elid: plid })).toMatchObject({ closed: 'on', ok: true });
    const [version] = await versions(plid);
    const before = await spend(provider, referral, 1000, (version?.until ?? 0) - 1);
    await spend(provider, referral, 1000, version?.until ?? 0);
    expect(await rewards(provider)).toEqual([{ expense: before, amount: 100, rule: plid }]);
    expect(await ask('referralprogram.rule.edit', { sok: 'ok', elid: plid, percent: 5 })).toMatchObject(
      refused('value', 'elid'),
    );
    expect(rowsOf(await ask('referralprogram.rule', { elid: plid }))).toMatchObject([
      { id: String(plid), closed: expect.any(String) },
    ]);
  });
});
