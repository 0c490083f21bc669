import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { clientLogin, staffLogin } from '../../testing/logins.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';

type Rows = readonly Record<string, { readonly $: string }>[];

onEachStore((place) => {
  const backend = withBackend(place);
  const list = async (func: string, fields: Record<string, string>): Promise<Rows> =>
    ((await backend().doc({ func, ...fields })) as unknown as { elem: Rows }).elem;

  test('the provider sees its own clients and logins, and no hash of a password', async () => {
    const { store } = backend();
    const { project } = await addTestProvider(store, { now: Date.now() });
    const [{ auth }, rita] = [await staffLogin(store, project), await clientLogin(store, project)];
    await clientLogin(store, backend().project);
    expect((await list('account', { auth })).map(({ id, project: of }) => [id?.$, of?.$])).toContainEqual([
      String(rita.account),
      String(project),
    ]);
    for (const { project: of } of await list('account', { auth })) expect(of?.$).toBe(String(project));
    const users = await list('user', { auth });
    expect(users.map(({ email }) => email?.$)).toContain(rita.email);
    expect(users.length).toBe(3);
    expect(await list('user', { auth, elid: String(rita.account) })).toHaveLength(1);
    const { passwd } = await store
      .selectFrom('user')
      .where('id', '=', rita.user)
      .select('passwd')
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(users)).not.toContain(passwd);
    for (const func of ['account', 'user'])
      expect((await backend().doc({ func, auth: rita.auth })).error).toMatchObject({ $type: 'access' });
  });

  test('countries and states are those of ISO 3166, in the language that is asked for', async () => {
    expect(await list('country', { p_sort: 'iso2', p_cnt: '1000', lang: 'ru' })).toContainEqual({
      id: { $: '276' },
      iso2: { $: 'DE' },
      name: { $: 'Германия' },
    });
    expect((await list('country', { p_cnt: '2' })).map(({ id }) => id?.$)).toEqual(['4', '8']);
    expect(await list('state', { elid: '124', p_cnt: '1000' })).toHaveLength(13);
    expect(await list('state', { elid: '276' })).toEqual([]);
  });
});
