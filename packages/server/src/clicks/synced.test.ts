import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addTestProvider } from '../../testing/provider.ts';
import { sendRaw } from '../../testing/raw-http.ts';
import { startServer } from '../../testing/running-server.ts';
import { openStore } from '../store/open.ts';

const canTrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
const [traced, why] = canTrace ? [test, ''] : [test.skip, ' (left out: there is no strace here, or it may not trace)'];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const CLICKS = 20;

traced(`an answered click has reached the disk, and all of one turn do so at once${why}`, async () => {
  const store = await openStore({ folder });
  const { partner } = await addTestProvider(store, { now: 0 });
  await store.destroy();
  const trace = join(folder, 'trace');
  // It looks on from beside the server, whose signals it leaves to it, and names the files (`-y`).
  const strace = [
    'strace',
    '-D',
    '-f',
    '-y',
    '-s',
    '16',
    '-o',
    trace,
    '-e',
    'trace=pwrite64,fdatasync,fsync,write,writev',
  ];
  const server = await startServer({ BILLREF_DIR: folder }, strace);
  const p = encodeURIComponent(`https://site.com/?from=${String(partner)}`);
  const click = `GET /billmgr?func=referralprogram.registerclick&out=xjson&p=${p} HTTP/1.1\r\nHost: localhost\r\n`;
  // All that come in one packet are read in one turn.
  const answers = await sendRaw(server.port, `${`${click}\r\n`.repeat(CLICKS - 1)}${click}Connection: close\r\n\r\n`);
  await server.stop();
  expect(answers.match(/"cntid"/g)).toHaveLength(CLICKS);

  // How the thread that answers writes the log of the database, syncs it, and answers; other threads see to other things.
  const events = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`${String(server.process.pid)} `))
    .flatMap((line) => {
      if (line.includes('HTTP/1.1 200')) return ['answer'];
      if (!line.includes('billref.sqlite-wal')) return [];
      return line.includes(' pwrite64(') ? ['log'] : [/ f(?:data)?sync\(/.test(line) ? 'sync' : line];
    });
  const [first, last] = [events.indexOf('answer'), events.lastIndexOf('answer')];
  expect(events.slice(first - 2, first)).toEqual(['log', 'sync']);
  expect(new Set(events.slice(first, last))).toEqual(new Set(['answer']));
});
