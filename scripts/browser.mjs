import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { CommandFailed, run } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/**
 * The browser the tests drive: the one named by `BILLREF_BROWSER`, Playwright's own, or the system's. If there is
 * none, tries to have one: Playwright's, else Debian's.
 *
 * @returns {Promise<string>} its path
 * @throws Error saying what to install
 */
export async function findBrowser() {
  const named = process.env.BILLREF_BROWSER;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`BILLREF_BROWSER names ${named}, which does not exist`);
  }
  return (await playwrights()) ?? systems() ?? (await download()) ?? (await debians()) ?? fail();
}

async function playwrights() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return runs(path) ? path : undefined;
}

function systems() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const applications = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...applications].find(runs);
}

/** Whether it is there and starts: a launcher without its browser does not. */
const runs = (path) => existsSync(path) && spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0;

async function download() {
  // Debian's comes faster where its packages are all that can be reached, so the download must be quick or nothing.
  await attempt('downloading a browser', 'playwright', ['install', 'chromium'], 120_000);
  return playwrights();
}

async function debians() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  await attempt('reading Debian’s package lists', 'apt-get', ['update', '-qq']);
  await attempt('installing Debian’s chromium', 'apt-get', ['install', '-y', '-qq', 'chromium']);
  return systems();
}

async function attempt(words, command, args, timeout) {
  process.stderr.write(`billref: ${words} … `);
  try {
    await run(command, args, { quiet: true, timeout, env: { DEBIAN_FRONTEND: 'noninteractive' } });
    process.stderr.write('done\n');
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    process.stderr.write('not possible\n');
  }
}

function fail() {
  throw new Error(
    'the tests need a browser: install Chromium or Chrome, or name one by BILLREF_BROWSER=/path/to/chromium',
  );
}
