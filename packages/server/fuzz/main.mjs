// Sends a server what no client sends, on raw connections: malformed HTTP, encodings, other methods and headers, bodies that
// break off, and every declared function with values that nobody expects. The last line is JSON. Fails where an answer is a
// 5xx or says what runs here, where the server says that something failed, grows, or does not live, or where rows are
// written by half.
//
// --seed 5            the same requests
// --requests 20000    so many
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { readOrLeave } from '../testing/read-or-leave.mjs';
import { seeded } from '../testing/seeded.mjs';
import { readArguments } from './arguments.mjs';
import { requestsOf } from './requests.mjs';
import { startServer } from './server.mjs';

const AT_ONCE = 16;
/** In milliseconds, for a server that shares its core with others. */
const PATIENCE = 20_000;
/** By how much a server may grow after the first tenth of the requests, in bytes. */
const GROWTH = 128 * 1024 * 1024;
const LEAK =
  /\bat .*:\d+:\d+|node:internal|node_modules|SQLITE_|constraint failed|syntax error|no such (?:table|column)|\/dist\/|\[object Object\]/;

const { seed, requests } = readOrLeave(readArguments);
console.error(`seed ${seed}`);
const random = seeded(seed);
const folder = await mkdtemp(join(tmpdir(), 'billref-fuzz-'));

/** What comes back for these bytes until the connection ends; nothing if it does not end in time. */
const exchange = (port, bytes) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const chunks = [];
    const over = setTimeout(() => {
      socket.destroy();
      resolve(undefined);
    }, PATIENCE);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(over);
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
    // Whoever sends half a request leaves.
    socket.end(bytes);
  });

const found = { statuses: {}, bad: [], unanswered: 0 };
/** Counts the statuses of an answer, or of several to one connection, and keeps what should not have been answered. */
function look(request, answer) {
  if (answer === undefined) found.unanswered += 1;
  const text = answer ?? '';
  const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => status);
  for (const status of statuses.length > 0 ? statuses : ['none'])
    found.statuses[status] = (found.statuses[status] ?? 0) + 1;
  if (statuses.some((status) => status.startsWith('5')) || LEAK.test(text))
    found.bad.push({ request: request.toString('latin1').slice(0, 600), answer: text.slice(-600) });
}

const server = await startServer(folder);
let grown = 0;
try {
  let next = requestsOf(random, await server.sessions());
  let sent = 0;
  let memory = 0;
  const sendOneByOne = async () => {
    while (sent < requests && server.lives()) {
      sent += 1;
      if (sent === Math.ceil(requests / 10)) memory = server.memory();
      if (sent % 2000 === 0) {
        console.error(`${String(sent)} sent`);
        // Requests end sessions, too.
        next = requestsOf(random, await server.sessions());
      }
      const bytes = next();
      look(bytes, await exchange(server.port, bytes));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendOneByOne));
  grown = server.lives() ? server.memory() - memory : NaN;
  await server.sessions();
  found.lives =
    (await server.ask({ func: 'referralprogram.registerclick', p: 'https://site.com/' })).cntid !== undefined;
} catch (error) {
  console.error(error);
  found.lives = false;
} finally {
  await server.stop();
}

/** Rows that belong to others which are not there, and clients without a login. */
function halfWritten() {
  const database = new SqliteDatabase(join(folder, 'billref.sqlite'), { readonly: true });
  const broken = database.pragma('foreign_key_check').length + database.pragma('integrity_check').length - 1;
  const { clients } = database
    .prepare(
      'select count(*) as clients from account where id not in (select account from user where account is not null)',
    )
    .get();
  database.close();
  return broken + clients;
}

const audit = await server.audit().then(
  () => 'ok',
  (error) => error.stdout,
);
const half = halfWritten();
await rm(folder, { recursive: true, force: true });
for (const one of found.bad.slice(0, 10)) console.error(one);
for (const line of server.failures.slice(0, 10)) console.error(line.slice(0, 2000));
const { bad, ...rest } = found;
const result = { seed, requests, ...rest, bad: bad.length, failures: server.failures.length, grown, half, audit };
console.log(JSON.stringify(result));
if (
  bad.length > 0 ||
  result.failures > 0 ||
  !found.lives ||
  !(grown < GROWTH) ||
  half > 0 ||
  audit !== 'ok' ||
  found.unanswered > 0
)
  process.exitCode = 1;
