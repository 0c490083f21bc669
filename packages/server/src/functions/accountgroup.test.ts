import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { rowsOf, staffOfProvider } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';

onEachStore((place) => {
  const backend = withBackend(place);

  test('groups are made and named, clients belong to them or not, and one that a program names stays', async () => {
    const { project, partner, program: elid } = backend();
    const ask = await staffOfProvider(backend(), project);
    const made = await ask('accountgroup.edit', { sok: 'ok', name: ' Partners ' });
    const group = String(made.id);
    expect(await ask('accountgroup.edit', { sok: 'ok', name: 'Partners' })).toMatchObject({
      error: { type: 'exists', object: 'name' },
    });
    expect(await ask('accountgroup.edit', { sok: 'ok', elid: group, name: 'Resellers' })).toHaveProperty('ok');
    expect(rowsOf(await ask('accountgroup'))).toEqual([{ id: group, name: 'Resellers' }]);

    const status = async () => rowsOf(await ask('accountgroup.account', { elid: group })).map((row) => row.status);
    expect(await status()).toEqual(['off']);
    for (let times = 0; times < 2; times += 1)
      expect(await ask('accountgroup.account.resume', { plid: group, elid: partner })).toHaveProperty('ok');
    expect(await status()).toEqual(['on']);

    await ask('referralprogram.edit', { sok: 'ok', elid, account_group: group });
    expect(await ask('accountgroup.delete', { elid: group })).toMatchObject({
      error: { type: 'value', object: 'elid' },
    });
    await ask('referralprogram.edit', { sok: 'ok', elid, account_group: '' });
    expect(await ask('accountgroup.delete', { elid: group })).toHaveProperty('ok');
    expect(rowsOf(await ask('accountgroup'))).toEqual([]);
    const members = backend().store.selectFrom('account_group_member').where('account', '=', partner).selectAll();
    expect(await members.execute()).toEqual([]);
  });
});
