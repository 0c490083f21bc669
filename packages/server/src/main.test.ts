import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { billref, main } from '../testing/command.ts';
import { onEachStore } from '../testing/stores.ts';

onEachStore((place) => {
  const environment = () => ({ BILLREF_DIR: place().folder, DATABASE_URL: place().databaseUrl, BILLREF_PORT: '0' });

  test('init adds a provider and its administrator, also several at once', async () => {
    const emails = ['a', 'b', 'c'].map((name) => `${name}@example.com`);
    const args = (email: string) => [
      'init',
      '--name',
      'Provider',
      '--email',
      email,
      '--timezone',
      'Asia/Tokyo',
      '--currency',
      'JPY',
    ];
    const answers = await Promise.all(emails.map((email) => billref(args(email), environment())));
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(answers[0]?.said).toMatch(
      /^Provider \d+, Provider: amounts in JPY, days in Asia\/Tokyo\.\nAdministrator a@example\.com, password [\w-]{32}\.\n$/,
    );
    const { rows } = await sql<{ name: string }>`select name from migration`.execute(place().store);
    expect(rows.length).toBeGreaterThan(0);
    expect(await place().store.selectFrom('currency').where('iso', '=', 'JPY').select('exponent').execute()).toEqual([
      { exponent: 0 },
    ]);

    const again = await billref(args('a@example.com'), environment());
    expect(again).toEqual({ code: 1, said: "billref: 'a@example.com' is registered already\n" });
    expect(await place().store.selectFrom('project').select('id').execute()).toHaveLength(3);
  });

  test('maintain does what is due, and says so', async () => {
    expect(await billref(['maintain'], environment())).toEqual({ code: 0, said: '0 runs, 0 rewards, 0 payments\n' });
  });

  test('audit says that all adds up, or fails', async () => {
    expect(await billref(['audit'], environment())).toEqual({ code: 0, said: 'all rewards and payments add up\n' });
  });

  test('serve answers, and on SIGTERM leaves in peace', async () => {
    const server = spawn(process.execPath, [main, 'serve'], {
      env: { ...process.env, ...environment() },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [line] = (await once(server.stderr, 'data')) as [Buffer];
    const { port } = JSON.parse(String(line).split('\n')[0] ?? '') as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}/billmgr?func=nothing`);
    expect(await response.text()).toContain('<error type="missed" object="func"');
    server.kill('SIGTERM');
    expect(await once(server, 'exit')).toEqual([0, null]);
    expect(readFileSync(join(place().folder, 'counter.log'), 'utf8')).toBe('');
  });
});

describe('what a person did wrong is told in one sentence that names it', () => {
  const init = (...args: string[]) => ['init', '--name', 'P', '--email', 'p@example.com', ...args];
  test.each<[string[], Record<string, string>, string]>([
    [init('--password', 'short'), {}, 'the password must have at least 6 characters'],
    [['maintain', '--date', '2025-02-30'], {}, `'2025-02-30' is no day`],
    [
      ['maintain'],
      { DATABASE_URL: 'postgres://127.0.0.1:1/nothing' },
      'the database that DATABASE_URL names cannot be used: connect ECONNREFUSED',
    ],
    [
      ['serve'],
      { BILLREF_SITE_ORIGINS: 'https://a.example,site.com' },
      `BILLREF_SITE_ORIGINS='https://a.example,site.com'`,
    ],
    [['serve'], { BILLREF_TRUSTED_PROXIES: '10.0.0.1,proxy' }, `BILLREF_TRUSTED_PROXIES='10.0.0.1,proxy'`],
    [['serve'], { BILLREF_CLICKS_PER_ADDRESS: '-1' }, `BILLREF_CLICKS_PER_ADDRESS='-1'`],
    [init('--timezone', 'Mars/Olympus'), {}, "'Mars/Olympus' is no time zone"],
    [init('--currency', 'XYZ'), {}, "'XYZ' is no currency"],
    [['init', '--name', 'P', '--email', 'nobody'], {}, "'nobody' is no e-mail address"],
    [['init', '--name', 'P'], {}, "required option '--email <address>'"],
    [['serve'], { BILLREF_PORT: 'http' }, "BILLREF_PORT='http'"],
    [['serve'], { BILLREF_PUBLIC_URL: 'bill.example.com' }, "BILLREF_PUBLIC_URL='bill.example.com'"],
    [['maintain'], { DATABASE_URL: 'mysql://user:a-secret@localhost/' }, 'DATABASE_URL is not valid'],
    [['serve'], { BILLREF_SMTP_URL: 'http://user:a-secret@localhost/' }, 'BILLREF_SMTP_URL is not valid'],
    [['serve'], { BILLREF_SMTP_URL: 'smtp://localhost' }, 'BILLREF_SMTP_URL needs BILLREF_MAIL_FROM'],
    [['serve'], { BILLREF_CAPTCHA_URL: 'https://captcha.example/' }, 'BILLREF_CAPTCHA_SECRET'],
    [['nothing'], {}, "unknown command 'nothing'"],
  ])('%j %j', async (args, environment, sentence) => {
    const folder = join(import.meta.dirname, '../../../test-results/main');
    const { code, said } = await billref(args, { BILLREF_DIR: folder, ...environment });
    expect(code).toBe(1);
    expect(said).toContain(sentence);
    expect(said).not.toContain('    at ');
    expect(said).not.toContain('a-secret');
  });
});

test('--help lists the commands', async () => {
  const { said } = await billref(['--help'], {});
  for (const command of ['init', 'serve', 'maintain', 'audit', 'demo'])
    expect(said).toMatch(new RegExp(`^  ${command} `, 'm'));
});
