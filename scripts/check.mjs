// npm run check: types, lint, format, unused code, package lint, size budgets, documentation, and what a commit must not
// hold.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailed, run } from './run.mjs';
import { pinnedNode, root } from './project.mjs';
import { setup } from './setup.mjs';

const published = ['protocol', 'sdk', 'server'];
const typed = [...published.map((name) => `packages/${name}`), 'e2e', 'examples/spa'];

const checks = [
  ['lint', () => tool('eslint', '.', '--max-warnings', '0')],
  ...typed.map((folder) => [`types of ${folder}`, () => tool('tsc', '--project', folder)]),
  ['format', () => tool('prettier', '--check', '.')],
  ['unused code', () => tool('knip')],
  ...published.map((name) => [
    `package ${name}`,
    () => tool('publint', '--strict', '--pack', 'npm', `packages/${name}`),
  ]),
  ...published.map((name) => [`types for users of ${name}`, () => typesForUsers(name)]),
  ['types for users without React', typesWithoutReact],
  ['language of the SDK', () => tool('es-check', 'es2020', 'packages/sdk/dist/**/*.js', '--module', '--checkFeatures')],
  ['documentation of the SDK', () => tool('typedoc', '--emit', 'none')],
  ['reference of the functions', () => tool(pinnedNode, 'scripts/reference.mjs', '--check')],
  ['sizes', () => tool('size-limit')],
  ['sizes in README', readmeTellsTheSizes],
  ['lockfile', lockfileHoldsNoHost],
  ['paths', noPathOfThisMachine],
];

const tool = (command, ...args) => run(command, args, { quiet: true });

const sdkExports = Object.entries(JSON.parse(readFileSync(join(root, 'packages/sdk/package.json'), 'utf8')).exports);

/** What the SDK exports that is no module: script tags and their hashes. */
const FILES = sdkExports.filter(([, to]) => typeof to === 'string').map(([name]) => name.replace('./', ''));

// The packages are ES modules alone, so that what CommonJS would see is no question.
const typesForUsers = (name) =>
  tool('attw', '--pack', `packages/${name}`, '--profile', 'esm-only', '--exclude-entrypoints', ...FILES);

/** Types that a site without React, and without `skipLibCheck`, can read: of Vue's entry and all the others. */
async function typesWithoutReact() {
  const entries = sdkExports.filter(([name, to]) => to.types && name !== './react').map(([, to]) => to.types);
  const read = await run(
    'tsc',
    ['--ignoreConfig', '--noEmit', '--strict', '--listFiles']
      .concat(['--target', 'es2020', '--lib', 'es2020,dom', '--module', 'esnext', '--moduleResolution', 'bundler'])
      .concat(entries),
    { quiet: true, cwd: join(root, 'packages/sdk') },
  );
  const ofReact = read.split('\n').filter((file) => /\breact\b/.test(file.replace(root, '')));
  if (ofReact.length > 0) throw new CommandFailed('types without React', 1, ofReact.join('\n'));
}

/** Each size that is measured stands in README's table, as it is built. */
async function readmeTellsTheSizes() {
  // Ends with 1 where a budget is exceeded, which is another check's word.
  const measured = await tool('size-limit', '--json').catch(({ output }) => output);
  const rows = JSON.parse(measured).map(({ name, size }) => `${name}: ${size.toLocaleString('en')} B`);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const told = [...readme.matchAll(/^\| `([^`]+)` +\| ([\d,]+ B) +\|$/gm)].map(([, name, size]) => `${name}: ${size}`);
  if (rows.join('\n') !== told.join('\n'))
    throw new CommandFailed('sizes in README', 1, `built are\n${rows.join('\n')}\nREADME tells\n${told.join('\n')}`);
}

/** An address in the lockfile would be one machine's registry, and fail on another. */
async function lockfileHoldsNoHost() {
  const lines = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8').split('\n');
  const found = lines.filter((line) => /(tarball|resolved)\b.*https?:/.test(line));
  if (found.length > 0) throw new CommandFailed('lockfile', 1, found.join('\n'));
}

async function noPathOfThisMachine() {
  // In a folder of the root, such as /app, the name is a word that any file may hold.
  const place = root.replace(/\/$/, '');
  if (place.split('/').length < 3) return;
  const found = await run('git', ['grep', '-nF', place], { quiet: true }).catch((error) => {
    if (error.code === 1) return '';
    throw error;
  });
  if (found !== '') throw new CommandFailed('paths', 1, found);
}

await setup();
const failed = [];
const queue = [...checks];
/** Two at a time, as most machines have two cores to give. */
const worker = async () => {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [name, check] = next;
    const start = Date.now();
    try {
      await check();
      console.log(`✓ ${name}  ${((Date.now() - start) / 1000).toFixed(1)} s`);
    } catch (error) {
      failed.push(name);
      console.log(`✗ ${name}\n${error.output ?? error.stack}`);
    }
  }
};
await Promise.all([worker(), worker()]);
console.log(`check: ${checks.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
