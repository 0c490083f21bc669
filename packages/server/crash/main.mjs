// Kills reward runs at random instants, on both databases, and compares what is written in the end with what an undisturbed
// run has written; the last line is JSON. Fails where a row is doubled or missed, or the audit finds one.
//
// --seed 5      the same data, and the same instants as far as clocks allow
// --kills 26    so many on each database
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresPlaces, sqlitePlaces } from '../testing/places.mjs';
import { startPostgres } from '../testing/postgres.mjs';
import { readOrLeave } from '../testing/read-or-leave.mjs';
import { seeded } from '../testing/seeded.mjs';
import { readArguments } from './arguments.mjs';
import { killRuns } from './kill-runs.mjs';

/** So many that a run takes some seconds. */
const EXPENSES = { sqlite: 20_000, postgres: 4_000 };

const { seed, kills } = readOrLeave(readArguments);
console.error(`seed ${seed}`);
const root = await mkdtemp(join(tmpdir(), 'billref-crash-'));
const stopPostgres = await startPostgres();
const on = {};
try {
  const random = seeded(seed);
  for (const [kind, expenses] of Object.entries(EXPENSES)) {
    console.error(`on ${kind}`);
    const places = kind === 'sqlite' ? sqlitePlaces(root) : postgresPlaces(root, process.env.BILLREF_TEST_POSTGRES_URL);
    on[kind] = await killRuns(places, { kills, expenses, seed, random });
  }
} finally {
  await stopPostgres();
  await rm(root, { recursive: true, force: true });
}
const total = (figure) => Object.values(on).reduce((sum, found) => sum + found[figure], 0);
const ledger = Object.values(on).find((found) => found.ledger !== 'ok')?.ledger ?? 'ok';
const result = { seed, kills: total('kills'), doubled: total('doubled'), missed: total('missed'), ledger, on };
console.log(JSON.stringify(result));
if (result.doubled > 0 || result.missed > 0 || ledger !== 'ok') process.exitCode = 1;
