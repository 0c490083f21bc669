import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { clientLogin, TEST_PASSWORD } from '../../testing/logins.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';

/** Seed 002: “Authorization”. */
onEachStore((place) => {
  const backend = withBackend(place);
  const authorize = async (fields: Record<string, string> = {}) => {
    const { email } = await clientLogin(backend().store, backend().project);
    return backend().doc({ func: 'auth', username: email, password: TEST_PASSWORD, ...fields });
  };

  test('to authorize a client use the auth function: username, password, lang, project', async () => {
    const doc = await authorize({ lang: 'ru', project: String(backend().project) });
    expect(doc).toMatchObject({ $lang: 'ru', auth: { $id: doc.auth?.$, $level: '16' } });
  });

  test('project — provider id: of another one the client is not known', async () => {
    const { project } = await addTestProvider(backend().store, { now: Date.now() });
    expect((await authorize({ project: String(project) })).error).toMatchObject({
      $type: 'auth',
      $object: 'badpassword',
    });
  });

  test('the sample call: the parameters before func', async () => {
    const { origin, store, project } = backend();
    const { email } = await clientLogin(store, project);
    const response = await fetch(
      `${origin}/billmgr?username=${email}&password=${TEST_PASSWORD}&lang=ru&project=${project}&func=auth`,
    );
    expect(await response.text()).toMatch(/<auth id="([\w-]+)" level="16">\1<\/auth>/);
  });
});
