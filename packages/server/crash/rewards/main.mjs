// Kills reward runs at random instants, on both databases, and compares what is written in the end with what an undisturbed
// run has written; the last line is JSON. Fails where a row is doubled or missed, or the audit finds one.
//
// --seed 5      the same data, and the same instants as far as clocks allow
// --kills 26    so many on each database
import { readOrLeave } from '../../testing/read-or-leave.mjs';
import { seeded } from '../../testing/seeded.mjs';
import { readArguments } from '../arguments.mjs';
import { onEachDatabase } from '../on-each-database.mjs';
import { killRuns } from './kill-runs.mjs';

/** So many that a run takes some seconds. */
const EXPENSES = { sqlite: 20_000, postgres: 4_000 };

const { seed, kills } = readOrLeave(readArguments);
console.error(`seed ${seed}`);
const random = seeded(seed);
const on = await onEachDatabase((kind, places) => {
  console.error(`on ${kind}`);
  return killRuns(places, { kills, expenses: EXPENSES[kind], seed, random });
});
const total = (figure) => Object.values(on).reduce((sum, found) => sum + found[figure], 0);
const ledger = Object.values(on).find((found) => found.ledger !== 'ok')?.ledger ?? 'ok';
const result = { seed, kills: total('kills'), doubled: total('doubled'), missed: total('missed'), ledger, on };
console.log(JSON.stringify(result));
if (result.doubled > 0 || result.missed > 0 || ledger !== 'ok') process.exitCode = 1;
