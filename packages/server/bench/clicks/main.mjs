// Measures how many clicks a server takes, beside bare Express and beside Express with a row for each request: tables,
// then one line of JSON. Fails where a click is not answered, not where it took long.
//
// --connections 500    open at once
// --seconds 10         of each measurement
// --stored 10000000    clicks that are there before, for what a large table costs
// --clicks 1000000     for what memory they take
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresPlaces, sqlitePlaces } from '../../testing/places.mjs';
import { startPostgres } from '../../testing/postgres.mjs';
import { readOrLeave } from '../../testing/read-or-leave.mjs';
import { rounded } from '../measured.mjs';
import { canPin } from '../../testing/pinned.mjs';
import { startListening, startServer } from '../../testing/started-server.mjs';
import { readArguments } from './arguments.mjs';
import { judged } from './judged.mjs';
import { loadClicks, OF_SERVER } from './load-clicks.mjs';
import { PARTNERS, placeWithPartners, storeEarlier } from '../../testing/clicked-place.mjs';
import { show } from './show.mjs';

/** So often are those measured that are compared, one after the other; the middle one counts. */
const ROUNDS = 3;
/** Seconds before each measurement, for what is compiled while it runs. */
const WARM = 3;

const { connections, seconds, stored, clicks } = readOrLeave(readArguments);
const root = await mkdtemp(join(tmpdir(), 'billref-bench-'));
const load_before = loadavg()[0];
const compared = join(import.meta.dirname, 'compared.mjs');
const send = (servers, more) =>
  loadClicks({ ports: servers.map(({ port }) => port), connections, partners: PARTNERS, warm: WARM, seconds, ...more });

/** Measures a server that is started for it alone. */
async function measure(start, work = (server) => send([server])) {
  const server = await start();
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

let inserts = 0;
const bareExpress = () => startListening([compared, 'constant'], { processor: OF_SERVER });
const insertEach = () =>
  startListening([compared, 'insert', join(root, `insert-${(inserts += 1)}.sqlite`)], { processor: OF_SERVER });
/** The load is a proxy that many visitors come through, of whom each address is limited. */
const behindProxy = ({ env, ...place }) => ({
  ...place,
  env: { ...env, BILLREF_TRUSTED_PROXIES: '127.0.0.1', BILLREF_CLICKS_PER_ADDRESS: '1200' },
});

try {
  const sqlite = sqlitePlaces(root);
  const place = behindProxy(await placeWithPartners(sqlite, 'clicks'));
  const billref = () => startServer(place, OF_SERVER);
  const rounds = { bare_express: [], insert_each: [], sqlite: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    console.error(`round ${round + 1} of ${ROUNDS} …`);
    rounds.bare_express.push(await measure(bareExpress));
    rounds.insert_each.push(await measure(insertEach));
    rounds.sqlite.push(await measure(billref));
  }
  const figures = Object.fromEntries(Object.entries(rounds).map(([name, each]) => [name, middle(each)]));

  console.error('at four fifths of its most …');
  const rate = Math.floor(figures.sqlite.per_second * 0.8);
  figures.sqlite_at_80_percent = await measure(billref, async (server) => {
    // A cold server would begin with a queue, and keep it.
    await send([server]);
    return send([server], { rate });
  });

  console.error(`with ${stored} clicks stored …`);
  const large = behindProxy(await placeWithPartners(sqlite, 'large'));
  await storeEarlier(large, stored);
  figures.sqlite_stored = middle(await inTurns(() => measure(() => startServer(large, OF_SERVER))));
  await sqlite.remove(large);

  console.error(`${clicks} clicks …`);
  const memory = await measure(billref, async (server) => {
    const before = await memoryOf(server);
    await send([server], { seconds: undefined, clicks });
    return { before, after: await memoryOf(server) };
  });
  const cold_start_ms = await coldStart(place);
  await sqlite.remove(place);

  console.error('on PostgreSQL …');
  const stopPostgres = await startPostgres({ durable: true });
  try {
    const onPostgres = behindProxy(
      await placeWithPartners(postgresPlaces(root, process.env.BILLREF_TEST_POSTGRES_URL), 'clicks_pg'),
    );
    const one = () => startServer(onPostgres);
    figures.postgres_one_process = await measure(one);
    figures.postgres_two_processes = await measure(one, (first) => measure(one, (second) => send([first, second])));
  } finally {
    await stopPostgres();
  }

  const machine = { cpus: availableParallelism(), pinned: canPin, load_before, load_after: loadavg()[0] };
  const result = { ...judged(figures), connections, stored, memory_mb: memory, cold_start_ms, figures, machine };
  show(result);
  console.log(JSON.stringify(result));
} finally {
  await rm(root, { recursive: true, force: true });
}

async function inTurns(work) {
  const each = [];
  for (let round = 0; round < ROUNDS; round += 1) each.push(await work());
  return each;
}

/** The measurement in the middle, by what was answered in a second. */
function middle(each) {
  const inOrder = each.toSorted((one, other) => one.per_second - other.per_second);
  return { ...inOrder[Math.floor(each.length / 2)], each: each.map(({ per_second }) => per_second) };
}

/** Megabytes of a process that are in memory; Linux tells them. */
async function memoryOf({ pid }) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /VmRSS:\s+(\d+)/.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
}

/** From the start of the process to the first click that is answered, in milliseconds. */
async function coldStart(place) {
  const begin = performance.now();
  return measure(
    () => startServer(place, OF_SERVER),
    async (server) => {
      const click = 'func=referralprogram.registerclick&out=xjson&p=https%3A%2F%2Fsite.com%2F%3Ffrom%3D1';
      await (await fetch(`${server.origin}/billmgr?${click}`)).text();
      return rounded(performance.now() - begin);
    },
  );
}
