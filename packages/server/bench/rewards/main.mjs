// Measures the reward run beside a bare insert of what it writes, by size, and beside a busy server: tables, then one
// line of JSON. Fails where what was written is wrong, not where it took long.
//
// --sizes 10000,100000    so many expenses
// --on sqlite             on one of the databases
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresPlaces, sqlitePlaces } from '../../testing/places.mjs';
import { startPostgres } from '../../testing/postgres.mjs';
import { readOrLeave } from '../../testing/read-or-leave.mjs';
import { readArguments } from './arguments.mjs';
import { judged } from './judged.mjs';
import { measureSizes } from './measure-sizes.mjs';
import { besideServer } from './beside-server.mjs';
import { show } from './show.mjs';

const asked = readOrLeave(readArguments);
const root = await mkdtemp(join(tmpdir(), 'billref-bench-'));
const stopPostgres = asked.postgres && (await startPostgres());
const figures = {};
const load_before = load();
try {
  for (const [kind, sizes] of Object.entries(asked)) {
    const places = kind === 'sqlite' ? sqlitePlaces(root) : postgresPlaces(root, process.env.BILLREF_TEST_POSTGRES_URL);
    figures[kind] = {
      ...(await measureSizes(places, sizes)),
      beside_server: await besideServer(places, Math.min(100_000, sizes.at(-1))),
    };
  }
} finally {
  await stopPostgres?.();
  await rm(root, { recursive: true, force: true });
}
const machine = { cpus: availableParallelism(), load_before, load_after: load() };
const result = { ...judged(figures), machine };
show(result);
console.log(JSON.stringify(result));
if (!result.correct) process.exitCode = 1;

/** How many processes want a processor, over the last minute: figures of a busy machine say less. */
function load() {
  return Number(loadavg()[0].toFixed(2));
}
