import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ExampleBackend, exampleBackends } from '../../testing/example-backend.ts';
import { isList } from './list.ts';
import { functions } from './registry.ts';

/** What is promised of every list, for every list there is. */

let backends: Awaited<ReturnType<typeof exampleBackends>> | undefined;
let backend: ExampleBackend;
beforeAll(async () => {
  backends = await exampleBackends();
  backend = await backends.start();
});
afterAll(async () => {
  await backend.close();
  backends?.remove();
});

describe.each(functions.filter(isList).map((one) => [one.name, one] as const))('%s', (func, { examples, answer }) => {
  const [{ as, parameters }] = examples;
  const columns = Object.keys(answer).flatMap((name) => (/^elem\.\w+$/.test(name) ? [name.slice('elem.'.length)] : []));

  test.each(columns)('is sorted by its column %s, or says that it cannot be', async (p_sort) => {
    for (const p_order of ['asc', 'desc']) {
      const response = await backend.ask(as, { func, ...parameters, p_sort, p_order, out: 'xjson' });
      expect({ status: response.status, failures: backend.failures.splice(0) }).toEqual({ status: 200, failures: [] });
      const { doc } = (await response.json()) as { doc: { error?: object; elem?: object[] } };
      if (doc.error === undefined) expect(doc).toHaveProperty('elem');
      else
        expect(doc.error).toMatchObject({
          $object: 'p_sort',
          msg: { $: `the list cannot be sorted by '${p_sort}'` },
        });
    }
  });
});
