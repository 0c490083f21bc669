import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { root } from './project.mjs';
import { run } from './run.mjs';

const at = (...path) => join(root, ...path);
/** Not package.json's `packageManager`: pnpm 12 would want itself in the lockfile, and refuses a frozen one without. */
const PNPM = 'pnpm@12.21.0';

/** Files that decide what is installed, and files that decide what is built. */
const folders = ['packages', 'examples'].flatMap((folder) => readdirSync(at(folder)).map((name) => join(folder, name)));
const manifests = ['package.json', ...folders.map((folder) => join(folder, 'package.json'))];
const installedFrom = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests];
const builtFrom = [...installedFrom, 'rollup.config.mjs', 'rollup', 'tsconfig.base.json', ...folders];
const built = ['protocol/dist/index.js', 'sdk/dist/billref.min.js', 'server/dist/main.js'];

/** Installs and builds what is missing or no longer true. Quick when nothing is. */
export async function setup() {
  const unlock = await lock();
  try {
    await step('install', installedFrom, ['node_modules/.bin/node'], 'installing dependencies', () =>
      // In a terminal it shows how far it is.
      run('npx', ['--yes', PNPM, 'install', '--frozen-lockfile'], { quiet: !process.stderr.isTTY }),
    );
    await step(
      'build',
      builtFrom,
      built.map((file) => join('packages', file)),
      'building',
      () => run('rollup', ['--config', 'rollup.config.mjs', '--silent'], { quiet: true }),
    );
  } finally {
    unlock();
  }
}

const hints = {
  install: 'The dependencies could not be installed: is the npm registry reachable?',
  build: 'The build failed.',
};

async function step(name, sources, results, words, work) {
  const stamp = at('node_modules', `.billref-${name}`);
  const hash = hashOf(sources);
  const done = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (done && results.every((file) => existsSync(at(file)))) return;
  const start = Date.now();
  process.stderr.write(`billref: ${words} … `);
  try {
    await work();
  } catch (error) {
    process.stderr.write(`failed\n${error.output ?? ''}\nbillref: ${hints[name]} (${error.message})\n`);
    process.exit(1);
  }
  writeFileSync(stamp, hash);
  process.stderr.write(`${((Date.now() - start) / 1000).toFixed(1)} s\n`);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesOf).sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(at(file)))
      .update('\0');
  return hash.digest('hex');
}

function filesOf(path) {
  if (!existsSync(at(path))) return [];
  if (!statSync(at(path)).isDirectory()) return [path];
  return readdirSync(at(path))
    .filter((name) => !['node_modules', 'dist', 'bench', 'crash', 'fuzz'].includes(name) && !/\.test\.tsx?$/.test(name))
    .flatMap((name) => filesOf(join(path, name)));
}

/** Two commands started at once set up one after the other. */
async function lock() {
  const file = at('node_modules', '.billref-lock');
  mkdirSync(at('node_modules'), { recursive: true });
  for (let waited = 0; ; waited += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      // One that was killed leaves its lock behind.
      if (!isRunning(holderOf(file))) rmSync(file, { force: true });
      else if (waited === 0) process.stderr.write('billref: waiting for another set-up to end …\n');
      await setTimeout(200);
    }
  }
  const unlock = () => rmSync(file, { force: true });
  const leave = () => process.exit(1);
  process.once('exit', unlock).once('SIGINT', leave).once('SIGTERM', leave);
  return () => {
    // Whatever runs next decides for itself how it ends.
    process.off('exit', unlock).off('SIGINT', leave).off('SIGTERM', leave);
    unlock();
  };
}

function holderOf(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

function isRunning(pid) {
  if (!(pid > 0)) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It runs, for somebody else.
    return error.code === 'EPERM';
  }
}
