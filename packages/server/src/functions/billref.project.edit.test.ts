import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { staffOfProvider } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';

onEachStore((place) => {
  const backend = withBackend(place);

  test('a provider reads and sets which partner gets a client, for itself alone', async () => {
    const { store } = place();
    const { project } = backend();
    const other = await addTestProvider(store, { now: Date.now() });
    const [ask, stranger] = [
      await staffOfProvider(backend(), project),
      await staffOfProvider(backend(), other.project),
    ];
    const usual = { attribution: 'first', promocode_precedence: 'click' };
    expect(await ask('billref.project.edit')).toMatchObject(usual);
    expect(await ask('billref.project.edit', { sok: 'ok', promocode_precedence: 'code' })).toHaveProperty('ok');
    expect(await ask('billref.project.edit', { sok: 'ok', attribution: 'last' })).toHaveProperty('ok');
    expect(await ask('billref.project.edit', { sok: 'ok', promocode_precedence: 'both' })).toMatchObject({
      error: { type: 'value', object: 'promocode_precedence' },
    });
    // Without `sok` nothing is saved.
    await ask('billref.project.edit', { attribution: 'first' });
    const set = { attribution: 'last', promocode_precedence: 'code' };
    expect(await ask('billref.project.edit')).toMatchObject(set);
    expect(await stranger('billref.project.edit')).toMatchObject(usual);

    const audit = await store.selectFrom('audit').where('project', '=', project).select(['before', 'after']).execute();
    expect(audit.map(({ before, after }) => [before, after].map((row) => JSON.parse(row ?? '') as unknown))).toEqual([
      [usual, { ...usual, promocode_precedence: 'code' }],
      [{ ...usual, promocode_precedence: 'code' }, set],
    ]);
  });
});
