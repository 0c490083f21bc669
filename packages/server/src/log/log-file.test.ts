import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openLogFile } from './log-file.ts';
import { query } from './query.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const open = () => openLogFile(folder, 'billmaintain.log', { module: 'core_module', what: 'Request' });

/** More lines than a stream keeps before it asks to wait. */
const MANY = 10_000;

test('who writes much waits until what is written has gone, and no line is lost', async () => {
  // A pipe that nobody reads is as slow as a disk can be.
  execFileSync('mkfifo', [join(folder, 'billmaintain.log')]);
  const log = open();
  for (let line = 0; line < MANY; line += 1) log.write(query`line=${line}`);
  let gone = false;
  const waiting = log.written().then(() => {
    gone = true;
  });
  for (let turn = 0; turn < 100; turn += 1) await setImmediate();
  const wentUnread = gone;
  // Read in any case: whoever opens a pipe waits for its other end.
  const reading = text(createReadStream(join(folder, 'billmaintain.log')));
  expect(wentUnread).toBe(false);
  await waiting;
  await log.close();
  const lines = (await reading).trimEnd().split('\n');
  expect(lines).toHaveLength(MANY);
  expect(lines.every((line, index) => line.endsWith(`'line=${String(index)}'`))).toBe(true);
});

test('who writes little does not wait', async () => {
  execFileSync('mkfifo', [join(folder, 'billmaintain.log')]);
  const log = open();
  log.write(query`line=${1}`);
  await log.written();
  const reading = text(createReadStream(join(folder, 'billmaintain.log')));
  await log.close();
  expect(await reading).toContain("'line=1'");
});

test('nobody waits for a log that cannot be written', async () => {
  mkdirSync(join(folder, 'billmaintain.log'));
  const log = open();
  for (let round = 0; round < 3; round += 1) {
    for (let line = 0; line < MANY; line += 1) log.write(query`line=${line}`);
    await log.written();
  }
  await log.close();
});

test('lines are appended to those of before', async () => {
  for (const line of [1, 2]) {
    const log = open();
    log.write(query`line=${line}`, 'DEBUG');
    await log.close();
  }
  expect(readFileSync(join(folder, 'billmaintain.log'), 'utf8')).toMatch(
    /core_module DEBUG Request 'line=1'\n.*core_module DEBUG Request 'line=2'\n$/,
  );
});

test('a log that could not be written is written again when it can be', async () => {
  const file = join(folder, 'billmaintain.log');
  mkdirSync(file);
  const log = open();
  for (let line = 0; line < MANY; line += 1) log.write(query`line=${'lost'}`);
  await log.written();
  rmSync(file, { recursive: true });
  do {
    log.write(query`line=${'again'}`);
    await setImmediate();
  } while (!existsSync(file) || !readFileSync(file, 'utf8').includes("'line=again'\n"));
  await log.close();
  expect(readFileSync(file, 'utf8')).not.toContain('lost');
});
