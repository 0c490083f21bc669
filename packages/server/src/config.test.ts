import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { billref } from '../testing/command.ts';
import { readConfig } from './config.ts';
import { settings } from './settings.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const fileOf = (...lines: string[]): string => {
  const file = join(folder, 'billref.env');
  writeFileSync(file, lines.join('\n'));
  return file;
};

test('a file says what the environment does not, whoever names it', () => {
  const file = fileOf('# a comment', 'BILLREF_PORT=9000', 'BILLREF_HOST="0.0.0.0"');
  expect(readConfig({ BILLREF_HOST: '::1', BILLREF_DIR: '' }, file)).toMatchObject({
    port: 9000,
    host: '::1',
    folder: 'var',
  });
  expect(readConfig({ BILLREF_CONFIG: file })).toMatchObject({ port: 9000, host: '0.0.0.0' });
  expect(readConfig({ BILLREF_CONFIG: 'nowhere' }, file)).toMatchObject({ port: 9000 });
});

test('what a file says by mistake is told, and a secret is not repeated', () => {
  const reading = (file: string) => () => readConfig({}, file);
  expect(reading(fileOf('BILLREF_PROT=1'))).toThrow(`'BILLREF_PROT' in '${folder}/billref.env' is no setting`);
  expect(reading(fileOf('BILLREF_CONFIG=other'))).toThrow(`'BILLREF_CONFIG'`);
  expect(reading(fileOf('BILLREF_PORT=http'))).toThrow(`BILLREF_PORT='http' is not valid`);
  expect(reading(fileOf('DATABASE_URL=mysql://user:a-secret@host/'))).toThrow(/^DATABASE_URL is not valid/);
  expect(reading(join(folder, 'none'))).toThrow(`the settings in '${folder}/none' cannot be read: ENOENT`);
});

test('billref config prints each setting as it counts and where it is from, and no secret', async () => {
  const file = fileOf('BILLREF_SMTP_URL=smtp://user:a-secret@localhost', 'BILLREF_MAIL_FROM=a@example.com');
  const environment = { BILLREF_PORT: '9000', DATABASE_URL: 'postgres://user:a-secret@localhost/' };
  const { code, said } = await billref(['config', '--config', file], environment);
  expect(code).toBe(0);
  expect(said).not.toContain('a-secret');
  for (const { name } of settings) expect(said).toMatch(new RegExp(`^(# )?${name}[ =]`, 'm'));
  expect(said.split('\n')).toEqual(
    expect.arrayContaining([
      'BILLREF_PORT="9000"  # environment',
      'BILLREF_DIR="var"  # default',
      '# BILLREF_PUBLIC_URL is not set',
      `BILLREF_MAIL_FROM="a@example.com"  # ${file}`,
      `# BILLREF_SMTP_URL is set, and not shown  # ${file}`,
      '# DATABASE_URL is set, and not shown  # environment',
    ]),
  );
  // It is a file of settings itself.
  expect(readConfig({}, fileOf(said))).toMatchObject({ port: 9000, folder: 'var' });
});

test('help tells of each setting, with what it is by default', async () => {
  const { said } = await billref(['--help'], {});
  for (const { name, usual } of settings) {
    expect(said).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    expect(said.replaceAll(/\s+/g, ' ')).toContain(usual === undefined ? name : `(${usual})`);
  }
});
