import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { z } from 'zod';
import { type ExampleBackend, exampleBackends } from '../../testing/example-backend.ts';
import type { BillmgrFunction, Example } from './declare.ts';
import { declaredName } from './parameters.ts';
import { functions } from './registry.ts';

/** What is promised of every function, whatever it is asked, for every function there is. */

type Fields = readonly (readonly [string, string])[];
interface Told {
  readonly type: string;
  readonly object: string;
}

let backends: Awaited<ReturnType<typeof exampleBackends>> | undefined;
let backend: ExampleBackend | undefined;
let untouched: number | undefined;
beforeAll(async () => {
  backends = await exampleBackends();
});
afterAll(async () => {
  await backend?.close();
  backends?.remove();
});

/** A backend with the examples' data and nothing else: the one there is, if nothing was written to it and it has not failed. */
const fresh = async (): Promise<ExampleBackend> => {
  if (backend !== undefined && backend.version() === untouched && backend.failures.length === 0) return backend;
  await backend?.close();
  backend = await backends?.start();
  if (backend === undefined) throw new Error('the backends are made before the first test');
  untouched = backend.version();
  return backend;
};

/** Asks, and sees to it that nothing failed here; the error that was answered, and whether anything was written. */
async function ask(
  { ask, version, failures }: ExampleBackend,
  as: Example['as'],
  fields: Fields,
): Promise<{ error: Told | undefined; wrote: boolean }> {
  const before = version();
  const response = await ask(as, [...fields, ['out', 'xjson']]);
  const text = await response.text();
  expect(failures).toEqual([]);
  const { error } = (JSON.parse(text) as { doc: { error?: { $type: string; $object: string } } }).doc;
  expect(response.status).toBe(error?.$object === 'badip' ? 429 : 200);
  expect(text).not.toMatch(/\bat .*:\d+:\d+|SQLITE_|constraint failed|syntax error/);
  return {
    error: error && { type: error.$type, object: error.$object },
    // A wrong password is counted, and so is a registration with an e-mail that is taken; more is not written.
    wrote: version() !== before && !['auth', 'email_exist'].includes(error?.$type ?? ''),
  };
}

/** An error is one that the reference explains: of access, of a parameter, or declared. */
function expectExplained({ type, object }: Told, { parameters, errors = [], access }: BillmgrFunction): void {
  const explained =
    (type === 'access' && access !== 'public') ||
    (['missed', 'value'].includes(type) && declaredName(parameters, object) !== undefined) ||
    errors.some(([declaredType, declaredObject]) => declaredType === type && declaredObject === object);
  expect({ type, object, explained }).toEqual({ type, object, explained: true });
}

const everybody: readonly Example['as'][] = [undefined, 'client', 'partner', 'provider'];

describe.each(functions.map((one) => [one.name, one] as const))('%s', (name, declared) => {
  const { parameters, examples, access } = declared;
  const func = examples[0].parameters.func ?? name;

  test('every parameter is described, and told apart from those of every call', () => {
    for (const [parameter, schema] of Object.entries(parameters.shape)) {
      expect(`${parameter}: ${(schema as z.ZodType).description ?? 'not described'}`).not.toContain('not described');
      expect(['func', 'out', 'lang', 'auth', 'authinfo', 'su', 'callback']).not.toContain(parameter);
    }
  });

  const permitted = (as: Example['as']): boolean =>
    access === 'public' ||
    as === access ||
    (access === 'client' && as === 'partner') ||
    (access === 'either' && as !== undefined);

  for (const as of everybody.filter((who) => !permitted(who)))
    test(`refuses ${as ?? 'somebody who is not logged in'}, and does nothing`, async () => {
      const store = await fresh();
      for (const example of examples)
        expect(await ask(store, as, Object.entries({ func: name, ...example.parameters }))).toEqual({
          error: expect.objectContaining({ type: 'access' }),
          wrote: false,
        });
    });

  /** The example that says most, and so gets furthest. */
  const fullest = examples.reduce((one, other) =>
    Object.keys(other.parameters).length > Object.keys(one.parameters).length ? other : one,
  );

  /** One parameter of an example made wrong, in each way it can be. */
  const spoilt = (example: Example, parameter: string): [string, Fields][] => {
    const { [parameter]: right, ...others }: Readonly<Record<string, string>> = { func: name, ...example.parameters };
    const rest = Object.entries(others);
    return [
      ['missing', rest],
      ['empty', [...rest, [parameter, '']]],
      ['too long', [...rest, [parameter, 'x'.repeat(20_000)]]],
      ['of the wrong type', [...rest, [parameter, '-1.5e3']]],
      ['of an unknown row', [...rest, [parameter, '987654321']]],
      ['with control characters', [...rest, [parameter, `${right ?? 'x'}\u0000\u001b\r\n`]]],
      ['not well formed', [...rest, [parameter, '\uD800']]],
      ['duplicated', [...rest, [parameter, right ?? 'x'], [parameter, 'another']]],
    ];
  };

  /** The parameters by a name they can be sent by: `addon_1` for `addon_N`. */
  const sent = Object.keys(parameters.shape).map((parameter) => parameter.replace(/_N$/, '_1'));

  for (const parameter of sent)
    test(`a wrong ${parameter} is accepted or an error that the reference explains, and an error writes nothing`, async () => {
      let store = await fresh();
      for (const [how, fields] of spoilt(fullest, parameter)) {
        const { error, wrote } = await ask(store, fullest.as, fields);
        if (error !== undefined) expectExplained(error, declared);
        if (error !== undefined) expect({ how, error, wrote }).toEqual({ how, error, wrote: false });
        if (wrote) store = await fresh();
      }
    });

  test('whatever is sent by whomever: no failure, no unexplained error, no change without permission', async () => {
    const store = await fresh();
    const value = fc.oneof(
      fc.constantFrom(
        'ok',
        'on',
        'off',
        '1',
        '2',
        '3',
        '0',
        '-100',
        '2025-12-01',
        '2025-02-30',
        'none',
        'new',
        ' ',
        '%',
      ),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.nat().map(String),
    );
    const names = [...sent, 'lang', 'p_num', 'p_sort', '__proto__', 'constructor'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...everybody),
        fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 12 }),
        async (as, fields) => {
          const { error, wrote } = await ask(store, as, [['func', func], ...fields]);
          if (error !== undefined) expectExplained(error, declared);
          if (error !== undefined) expect({ error, wrote }).toEqual({ error, wrote: false });
          if (!permitted(as)) expect(error?.type).toBe('access');
        },
      ),
      { numRuns: 60 },
    );
  });
});
