// Kills servers under load at random instants, on both databases, and looks for every click they have answered; the last
// line is JSON. Fails where one is lost, or where one nonce has two clicks.
//
// --seed 5      the same instants, as far as clocks allow
// --kills 26    so many on each database
import { readOrLeave } from '../../testing/read-or-leave.mjs';
import { seeded } from '../../testing/seeded.mjs';
import { readArguments } from '../arguments.mjs';
import { onEachDatabase } from '../on-each-database.mjs';
import { killServers } from './kill-servers.mjs';

const { seed, kills } = readOrLeave(readArguments);
console.error(`seed ${seed}`);
const random = seeded(seed);
const on = await onEachDatabase((kind, places) => {
  console.error(`on ${kind}`);
  return killServers(places, { kills, random });
});
const total = Object.fromEntries(
  ['kills', 'acknowledged', 'found', 'lost', 'doubled', 'repeated'].map((figure) => [
    figure,
    on.sqlite[figure] + on.postgres[figure],
  ]),
);
console.log(JSON.stringify({ seed, ...total, on }));
if (total.lost > 0 || total.doubled > 0) process.exitCode = 1;
