import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { withPrograms } from '../../testing/programs.ts';
import { onEachStore } from '../../testing/stores.ts';

onEachStore((place) => {
  const backend = withBackend(place);
  const { newProvider } = withPrograms(backend);

  test('every change is audited, with the row before and after', async () => {
    const { ask, project, program: elid } = await newProvider();
    await ask('referralprogram.edit', { sok: 'ok', elid, name: 'Another' });
    await ask('referralprogram.rule.edit', { sok: 'ok', elid, percent: 5 });
    await ask('referralprogram.delete', { elid });
    const rows = await backend()
      .store.selectFrom('audit')
      .where('project', '=', project)
      .orderBy('id')
      .select(['func', 'elid', 'before', 'after'])
      .execute();
    expect(rows.map(({ func }) => func)).toEqual([
      'referralprogram.edit',
      'referralprogram.rule.edit',
      'referralprogram.delete',
    ]);
    expect(rows[0]?.before).toContain('"name":"Friends"');
    expect(rows[0]?.after).toContain('"name":"Another"');
    expect(rows[2]).toMatchObject({ elid, after: null });
  });
});
