import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { clientLogin, TEST_PASSWORD } from '../../testing/logins.ts';
import { onEachStore } from '../../testing/stores.ts';

/** Seed 002: “Additional information”. */
onEachStore((place) => {
  const backend = withBackend(place);
  test('you can use callback for json to send requests to BILLmanager API', async () => {
    const { origin, store, project } = backend();
    const { email } = await clientLogin(store, project);
    const response = await fetch(
      `${origin}/billmgr?callback=JSON_CALLBACK&username=${email}&password=${TEST_PASSWORD}&lang=ru&project=${project}&func=auth&out=json`,
    );
    const [, json = ''] = /JSON_CALLBACK\((.*)\)/s.exec(await response.text()) ?? [];
    const token = (JSON.parse(json) as { doc: { auth: { $: string } } }).doc.auth.$;
    expect(await backend().doc({ func: 'whoami', auth: token })).toMatchObject({ user: { $name: email } });
    expect(response.headers.get('set-cookie')).toBeNull();
  });
});
