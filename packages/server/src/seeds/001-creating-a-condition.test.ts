import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { refused, withPrograms } from '../../testing/programs.ts';
import { rowsOf } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';

/** Seed 001: “The function is intended for creating a new condition within a referral program rule”, which it prints twice. */
onEachStore((place) => {
  const backend = withBackend(place);
  const { newProvider, versions } = withPrograms(backend);

  test('“conditions A, B, and C belong to one group, and D and E to another”: each ctype with its own threshold', async () => {
    const { ask, program: plid } = await newProvider();
    const add = (fields: Record<string, string | number>) =>
      ask('referralprogram.rule.condition.edit', { sok: 'ok', plid, ...fields });
    await add({ ctype: 1, comparison: 'more', amount_ctype_1: '100.50', group: 'new', groupname: 'ABC' });
    const [{ group: abc } = {}] = rowsOf(await ask('referralprogram.rule.condition', { elid: plid }));
    const inAbc = { group: abc ?? '' };
    await add({ ctype: 2, comparison: 'moreequal', item_count: 3, orderperiods: '12,1', ...inAbc });
    await add({ ctype: 3, comparison: 'less', referral_count: 7, ...inAbc });
    await add({ ctype: 4, comparison: 'lessequal', amount_ctype_4: '1000', group: 'new', groupname: 'DE' });
    const de = rowsOf(await ask('referralprogram.rule.condition', { elid: plid })).at(-1)?.group ?? '';
    await add({ ctype: 2, comparison: 'equal', item_count: 0, group: de });
    await add({ ctype: 0, group: 'none' });
    const without = rowsOf(await ask('referralprogram.rule.condition', { elid: plid })).map(({ id: _, ...row }) => row);
    expect(without).toEqual([
      { ctype: '1', comparison: 'more', amount_ctype_1: '100.50', group: abc, groupname: 'ABC' },
      { ctype: '2', comparison: 'moreequal', item_count: '3', orderperiods: '1,12', group: abc, groupname: 'ABC' },
      { ctype: '3', comparison: 'less', referral_count: '7', group: abc, groupname: 'ABC' },
      { ctype: '4', comparison: 'lessequal', amount_ctype_4: '1000.00', group: de, groupname: 'DE' },
      { ctype: '2', comparison: 'equal', item_count: '0', group: de, groupname: 'DE' },
      { ctype: '0' },
    ]);
  });

  test.each([
    [{ ctype: '5' }, 'value', 'ctype'],
    [{}, 'missed', 'ctype'],
    [{ ctype: '1', amount_ctype_1: '1' }, 'missed', 'comparison'],
    [{ ctype: '1', comparison: 'about', amount_ctype_1: '1' }, 'value', 'comparison'],
    [{ ctype: '1', comparison: 'more' }, 'missed', 'amount_ctype_1'],
    [{ ctype: '1', comparison: 'more', amount_ctype_4: '1' }, 'missed', 'amount_ctype_1'],
    [{ ctype: '1', comparison: 'more', amount_ctype_1: '1.005' }, 'value', 'amount_ctype_1'],
    [{ ctype: '4', comparison: 'more', amount_ctype_4: '1,5' }, 'value', 'amount_ctype_4'],
    [{ ctype: '2', comparison: 'more', item_count: '1.5' }, 'value', 'item_count'],
    [{ ctype: '3', comparison: 'more', referral_count: '-1' }, 'value', 'referral_count'],
    [{ ctype: '2', comparison: 'more', item_count: '1', orderperiods: '-7' }, 'value', 'orderperiods'],
    [{ ctype: '0', group: 'new' }, 'missed', 'groupname'],
    [{ ctype: '0', group: '987654321' }, 'value', 'group'],
    [{ ctype: '0', group: 'all' }, 'value', 'group'],
  ])('“… or an error message”: %j is refused', async (fields, type, object) => {
    const { ask, program: plid } = await newProvider();
    expect(await ask('referralprogram.rule.condition.edit', { sok: 'ok', plid, ...fields })).toMatchObject(
      refused(type, object),
    );
    expect(await versions(plid)).toHaveLength(1);
    const groups = backend().store.selectFrom('referralprogram_rule_condition_group');
    expect(await groups.where('referralprogram_rule', '=', plid).select('id').execute()).toEqual([]);
  });

  test('plid: “unique identifier of the parent referral program”, where it has one rule; or the rule; never both of two', async () => {
    const { ask } = await newProvider();
    const made = await ask('referralprogram.edit', { sok: 'ok', name: 'Two rules', url: 'https://two.example/' });
    const plid = String(made.id);
    const add = (at: string) => ask('referralprogram.rule.condition.edit', { sok: 'ok', plid: at, ctype: '0' });
    expect(await add(plid)).toMatchObject(refused('value', 'plid'));
    const rule = String((await ask('referralprogram.rule.edit', { sok: 'ok', plid, percent: '1' })).id);
    const { id: condition } = await add(plid);
    expect(rowsOf(await ask('referralprogram.rule.condition', { elid: rule }))).toMatchObject([{ id: condition }]);
    const other = String((await ask('referralprogram.rule.edit', { sok: 'ok', plid, percent: '2' })).id);
    expect(await add(plid)).toMatchObject(refused('value', 'plid'));
    expect(await add(other)).toHaveProperty('ok');
    // The condition says which rule is meant.
    expect(
      await ask('referralprogram.rule.condition.edit', { sok: 'ok', plid, elid: String(condition), ctype: '0' }),
    ).toHaveProperty('ok');
    const { store } = backend();
    const both = await store
      .selectFrom('referralprogram_rule as rule')
      .innerJoin('referralprogram as program', 'program.id', 'rule.id')
      .whereRef('program.id', '<>', 'rule.referralprogram')
      .select('rule.id')
      .execute();
    expect(both).toEqual([]);
  });

  test('sok: “the parameter value must be non-empty”: without it there is a form, and no condition', async () => {
    const { ask, program: plid } = await newProvider();
    for (const sok of [{}, { sok: '' }])
      expect(await ask('referralprogram.rule.condition.edit', { ...sok, plid, ctype: '0' })).not.toHaveProperty('ok');
    expect(rowsOf(await ask('referralprogram.rule.condition', { elid: plid }))).toEqual([]);
    expect(await ask('referralprogram.rule.condition.edit', { sok: 'ok', plid, ctype: '0' })).toEqual({
      func: 'referralprogram.rule.condition.edit',
      ok: true,
      id: expect.any(String),
    });
    expect(rowsOf(await ask('referralprogram.rule.condition', { elid: plid }))).toMatchObject([{ ctype: '0' }]);
  });

  test('ctype and comparison: the form has each, in the words of the document', async () => {
    const { ask, program: plid } = await newProvider();
    const form = (await ask('referralprogram.rule.condition.edit', { plid, out: 'json' })) as unknown as {
      doc: { slist: { $name: string; val: { $key: string; $: string }[] }[] };
    };
    const choices = (name: string) => form.doc.slist.find(({ $name }) => $name === name)?.val ?? [];
    expect(choices('ctype').map(({ $key, $ }) => [$key, $])).toEqual([
      ['0', 'no conditions'],
      ['1', "referral's sales volume"],
      ['2', 'number of services purchased by the referral'],
      ['3', 'number of referrals brought by the referrer'],
      ['4', 'total sales volume of all referrals'],
    ]);
    expect(choices('comparison').map(({ $ }) => $)).toEqual(
      expect.arrayContaining(['greater than', 'less than or equal to']),
    );
    expect(choices('group').map(({ $key }) => $key)).toEqual(['none', 'new']);
  });

  test('orderperiods: “period of the referral’s service orders”, which a number of referrals has none of', async () => {
    const { ask, program: plid } = await newProvider();
    const add = (fields: Record<string, string>) =>
      ask('referralprogram.rule.condition.edit', { sok: 'ok', plid, comparison: 'more', ...fields });
    await add({ ctype: '1', amount_ctype_1: '1', orderperiods: '-100,0,12' });
    await add({ ctype: '3', referral_count: '1', orderperiods: '12' });
    const [volume, count] = rowsOf(await ask('referralprogram.rule.condition', { elid: plid }));
    expect(volume).toMatchObject({ orderperiods: '-100,0,12' });
    expect(count).not.toHaveProperty('orderperiods');
  });

  test('group: “none — no group; new — create a new condition group”, groupname: “the name of the condition group”', async () => {
    const { ask, program: plid } = await newProvider();
    const other = await newProvider();
    const add = (fields: Record<string, string>) =>
      ask('referralprogram.rule.condition.edit', { sok: 'ok', plid, ctype: '0', ...fields });
    await add({ group: 'none', groupname: 'Nobody asked for it' });
    await add({ group: 'new', groupname: 'One' });
    await add({ group: 'new', groupname: 'One' });
    const [none, one, again] = rowsOf(await ask('referralprogram.rule.condition', { elid: plid }));
    expect(none).toEqual({ id: none?.id, ctype: '0' });
    expect([one?.groupname, again?.groupname]).toEqual(['One', 'One']);
    expect(again?.group).not.toBe(one?.group);
    expect(
      await other.ask('referralprogram.rule.condition.edit', {
        sok: 'ok',
        plid: other.program,
        ctype: '0',
        group: one?.group ?? '',
      }),
    ).toMatchObject(refused('value', 'group'));
  });
});
