// npm run check: types, lint, format, unused code, package lint, size budgets, and what a commit must not hold.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { CommandFailed, run } from './run.mjs';
import { root } from './project.mjs';
import { setup } from './setup.mjs';

const published = ['protocol', 'sdk', 'server'];
const typed = [...published.map((name) => `packages/${name}`), 'e2e'];

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
  ['sizes', () => tool('size-limit')],
  ['sizes in README', readmeTellsTheSize],
  ['lockfile', lockfileHoldsNoHost],
  ['paths', noPathOfThisMachine],
];

const tool = (command, ...args) => run(command, args, { quiet: true });

// The packages are ES modules alone, so that what CommonJS would see is no question.
const typesForUsers = (name) =>
  tool('attw', '--pack', `packages/${name}`, '--profile', 'esm-only', '--exclude-entrypoints', 'billref.min.js');

/** A size that README prints is the one that is built. */
async function readmeTellsTheSize() {
  const script = readFileSync(join(root, 'packages/sdk/dist/billref.min.js'));
  const size = `${brotliCompressSync(script).length.toLocaleString('en')} B`;
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  if (!readme.includes(size))
    throw new CommandFailed('sizes in README', 1, `billref.min.js has ${size}; README says otherwise`);
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
