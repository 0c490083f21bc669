import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { staffLogin } from '../../testing/logins.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';

onEachStore((place) => {
  const backend = withBackend(place);

  test('an agreement is added, changed and dropped, each written down; another provider has nothing of it', async () => {
    const { store, project } = backend();
    const { auth } = await staffLogin(store, project);
    const other = await staffLogin(store, (await addTestProvider(store, { now: Date.now() })).project);
    const call = (func: string, fields: Record<string, string>, by = auth) =>
      backend().doc({ func: `billref.agreement${func}`, auth: by, ...fields });
    const list = async (by = auth) => (await call('', {}, by)) as unknown as { elem: { title: { $: string } }[] };

    const added = await call('.edit', { sok: 'ok', name: 'offer_1', title: 'Offer' });
    const elid = added.id?.$ ?? '';
    expect((await call('.edit', { sok: 'ok', name: 'offer_1', title: 'Again' })).error).toMatchObject({
      $type: 'exists',
    });
    expect(await call('.edit', { elid })).toMatchObject({ name: { $: 'offer_1' }, title: { $: 'Offer' } });
    expect(await call('.edit', { sok: 'ok', elid, title: 'New offer', url: 'https://site.com/' })).toHaveProperty('ok');
    expect((await list()).elem.map(({ title }) => title.$)).toEqual(['New offer']);

    expect((await list(other.auth)).elem).toEqual([]);
    const theirs = { $type: 'value', $object: 'elid' };
    expect((await call('.edit', { elid }, other.auth)).error).toMatchObject(theirs);
    expect((await call('.edit', { sok: 'ok', elid, title: 'Mine' }, other.auth)).error).toMatchObject(theirs);
    expect((await call('.delete', { elid }, other.auth)).error).toMatchObject(theirs);

    expect(await call('.delete', { elid })).toHaveProperty('ok');
    expect((await list()).elem).toEqual([]);
    const audit = await store.selectFrom('audit').where('project', '=', project).select(['func', 'after']).execute();
    expect(audit.map(({ func }) => func)).toEqual([
      'billref.agreement.edit',
      'billref.agreement.edit',
      'billref.agreement.delete',
    ]);
  });
});
