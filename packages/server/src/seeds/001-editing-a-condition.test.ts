import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { refused, withPrograms } from '../../testing/programs.ts';
import { rowsOf } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';

/** Seed 001: “The function is intended for editing an existing condition within a referral program rule.” */
onEachStore((place) => {
  const backend = withBackend(place);
  const { newProvider } = withPrograms(backend);

  test('elid: “unique identifier of the condition being edited”: it changes, as it does when deleted, and earlier versions keep theirs', async () => {
    const { ask, program: plid } = await newProvider();
    const edit = (fields: Record<string, string>) =>
      ask('referralprogram.rule.condition.edit', { sok: 'ok', plid, ...fields });
    const elid = String((await edit({ ctype: '1', comparison: 'more', amount_ctype_1: '1.00' })).id);
    expect(await edit({ elid, amount_ctype_1: '2.00' })).toEqual({
      func: 'referralprogram.rule.condition.edit',
      ok: true,
    });
    expect(await edit({ elid, ctype: '4' })).toMatchObject(refused('missed', 'amount_ctype_4'));
    expect(await ask('referralprogram.rule.condition.edit', { plid, elid })).toMatchObject({
      ctype: '1',
      amount_ctype_1: '2.00',
      group: 'none',
    });
    expect(await ask('referralprogram.rule.condition.delete', { elid, plid })).toHaveProperty('ok', true);
    expect(await ask('referralprogram.rule.condition.delete', { elid, plid })).toMatchObject(refused('value', 'elid'));
    const said = await backend()
      .store.selectFrom('referralprogram_rule_version as version')
      .leftJoin('referralprogram_rule_version_condition as condition', 'condition.version', 'version.id')
      .where('version.referralprogram_rule', '=', plid)
      .orderBy('version.id')
      .select(['condition.threshold', 'version.percent'])
      .execute();
    expect(said).toEqual([null, 100, 200, null].map((threshold) => ({ threshold, percent: 100_000 })));
  });

  test('plid: “unique identifier of the parent referral program”: of another the condition is not', async () => {
    const { ask, program: plid } = await newProvider();
    const { id: other } = await ask('referralprogram.edit', { sok: 'ok', name: 'Other', url: 'https://o.example/' });
    const { id: rule } = await ask('referralprogram.rule.edit', { sok: 'ok', plid: String(other), percent: '5' });
    const edit = (fields: Record<string, string | number>) =>
      ask('referralprogram.rule.condition.edit', { sok: 'ok', ...fields });
    const elid = String((await edit({ plid, ctype: 3, comparison: 'more', referral_count: 1 })).id);
    for (const wrong of [String(other), String(rule)])
      expect(await edit({ plid: wrong, elid, referral_count: 2 })).toMatchObject(refused('value', 'plid'));
    expect(await edit({ plid, elid: '987654321', referral_count: 2 })).toMatchObject(refused('value', 'elid'));
    const conditions = async () => rowsOf(await ask('referralprogram.rule.condition', { elid: plid }));
    expect(await conditions()).toMatchObject([{ referral_count: '1' }]);
    await edit({ plid, elid, referral_count: 2 });
    expect(await conditions()).toMatchObject([{ id: elid, referral_count: '2' }]);
  });

  test('sok: “the parameter value must be non-empty”: without it nothing is saved', async () => {
    const { ask, program: plid } = await newProvider();
    const edit = (fields: Record<string, string | number>) => ask('referralprogram.rule.condition.edit', fields);
    const elid = String((await edit({ sok: 'ok', plid, ctype: 3, comparison: 'more', referral_count: 1 })).id);
    for (const sok of [{}, { sok: '' }])
      expect(await edit({ ...sok, plid, elid, referral_count: 2 })).toMatchObject({ referral_count: '1' });
    expect(await edit({ plid, elid })).toMatchObject({ referral_count: '1' });
  });

  test('ctype, comparison, group: each can become another, and takes its own threshold along', async () => {
    const { ask, program: plid } = await newProvider();
    const edit = (fields: Record<string, string | number>) =>
      ask('referralprogram.rule.condition.edit', { sok: 'ok', plid, ...fields });
    const elid = String((await edit({ ctype: 1, comparison: 'more', amount_ctype_1: '1.00', orderperiods: '1' })).id);
    await edit({ elid, ctype: 2, item_count: 3, comparison: 'less', group: 'new', groupname: 'Many' });
    const conditions = async () => rowsOf(await ask('referralprogram.rule.condition', { elid: plid }));
    const [changed] = await conditions();
    expect(changed).toEqual({
      id: elid,
      ctype: '2',
      comparison: 'less',
      item_count: '3',
      orderperiods: '1',
      group: expect.any(String),
      groupname: 'Many',
    });
    await edit({ elid, group: 'none' });
    expect((await conditions())[0]).not.toHaveProperty('group');
  });
});
