import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exampleBackends } from '../../testing/example-backend.ts';
import { formats } from '../format/formats.ts';
import { functions } from './registry.ts';

/** What every function answers to its examples, in every format. `UPDATE_GOLDEN=1 npm test -- unit golden` writes it. */
const folder = fileURLToPath(new URL('../../golden', import.meta.url));
const update = process.env.UPDATE_GOLDEN !== undefined;

const outputs = [
  ...[...formats.keys()].map((out) => ({ name: out, asked: { out } })),
  { name: 'jsonp', asked: { out: 'json', callback: 'cb' } },
];
const slug = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
const fileOf = (func: string, title: string, output: string): string => join(func, `${slug(title)}.${output}`);

/** What differs each time, by what it is. */
const settled = (text: string): string =>
  text
    .replace(/\b\d{10}\.[\w-]{16,}\b/g, '<click id>')
    .replace(/(?<![\w-])[\w-]{32}(?![\w-])/g, '<session>')
    .replace(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, '<random number>');

let backends: Awaited<ReturnType<typeof exampleBackends>> | undefined;
beforeAll(async () => {
  backends = await exampleBackends();
  if (update) rmSync(folder, { recursive: true, force: true });
});
afterAll(() => backends?.remove());

describe.each(functions.map((one) => [one.name, one] as const))('%s', (func, { examples }) => {
  test.each(examples.map((example) => [example.title, example] as const))(
    'answers as it did before, in every format: %s',
    async (title, { as, parameters }) => {
      for (const { name, asked } of outputs) {
        const backend = await backends?.start();
        if (backend === undefined) throw new Error('the backends are made before the first test');
        const response = await backend.ask(as, { func, ...parameters, ...asked });
        const answer = settled(await response.text());
        expect(response.status).toBe(200);
        expect(backend.failures).toEqual([]);
        await backend.close();
        const file = join(folder, fileOf(func, title, name));
        if (update) {
          mkdirSync(join(folder, func), { recursive: true });
          writeFileSync(file, answer);
        }
        expect(answer).toBe(existsSync(file) ? readFileSync(file, 'utf8') : `nothing: there is no ${file}`);
      }
    },
  );
});

test('there is no golden file that no example asks for', () => {
  const asked = functions.flatMap(({ name, examples }) =>
    examples.flatMap(({ title }) => outputs.map((output) => fileOf(name, title, output.name))),
  );
  const held = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.\w+$/.test(file) && file.includes('/'),
  );
  expect(held.toSorted()).toEqual(asked.toSorted());
});
