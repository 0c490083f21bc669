import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');

/** The page, each item of its lists in one line. */
const page = readFileSync(join(root, 'SECURITY.md'), 'utf8').replace(/\n {2}(?=\S)/g, ' ');
const named = [...page.matchAll(/^- `([^`]+\.test\.ts)`: (.+)$/gm)].map(([, file = '', name = '']) => [file, name]);

test.each(named as [string, string][])('%s has the test that SECURITY.md names: %s', (file, name) => {
  expect(existsSync(join(root, file))).toBe(true);
  const source = readFileSync(join(root, file), 'utf8');
  const titles = [`('${name}', `, `("${name}", `, `(\`${name}\`, `];
  expect(titles.filter((title) => source.includes(title))).toHaveLength(1);
});

test('each threat of SECURITY.md names a test', () => {
  const threats = page.split(/^(?=##)/m).slice(1);
  const untested = threats
    .filter((section) => !section.startsWith('## What is trusted'))
    // One that is told in parts is tested in parts.
    .filter((section, n, sections) => section.startsWith('###') || sections[n + 1]?.startsWith('###') !== true)
    .filter((section) => !/^- `[^`]+\.test\.ts`: /m.test(section));
  expect(untested).toEqual([]);
  expect(threats.length).toBeGreaterThan(15);
});
