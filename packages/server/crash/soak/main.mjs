// Clicks, page views and registrations at a steady rate, on a server with a SQLite file; the last line is JSON with its memory
// and open files, and by how much they grow a minute. Fails where the one grows by more than 24 MB from the second fifth of
// the time to the last, or the other by more than 10 files, or where anything was not answered.
//
// --minutes 10     how long
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { placeWithPartners } from '../../testing/clicked-place.mjs';
import { sqlitePlaces } from '../../testing/places.mjs';
import { readOrLeave } from '../../testing/read-or-leave.mjs';
import { startServer } from '../../testing/started-server.mjs';
import { growth } from './growth.mjs';
import { measured } from './measured.mjs';
import { visitSteadily } from './visit-steadily.mjs';

const MOST = { megabytes: 24, files: 10 };

const minutes = readOrLeave((args) => {
  const { values } = parseArgs({ args, options: { minutes: { type: 'string', default: '10' } } });
  const given = Number(values.minutes);
  if (!(given > 0)) throw new RangeError(`--minutes ${values.minutes} is no number of minutes`);
  return given;
});

const root = await mkdtemp(join(tmpdir(), 'billref-soak-'));
const place = await placeWithPartners(sqlitePlaces(root), 'soak');
// All visitors of the soak have one address.
Object.assign(place.env, { BILLREF_CLICKS_PER_ADDRESS: '0', BILLREF_CLICKS_PER_PROGRAM: '0' });
const server = await startServer(place);
const samples = [];
const { answered, failed } = await visitSteadily(server.origin, {
  milliseconds: minutes * 60_000,
  everySecond: async (second) => {
    samples.push({ minute: second / 60, ...(await measured(server.pid)) });
    if (second % 60 === 0) console.error(`${second / 60} of ${minutes} minutes: ${JSON.stringify(samples.at(-1))}`);
  },
});
await server.stop();
await rm(root, { recursive: true });

const memory = growth(samples, 'megabytes');
const files = growth(samples, 'files');
console.log(JSON.stringify({ minutes, ...answered, failed: failed.length, memory, files }));
if (failed.length > 0) console.error(`billref: not answered: ${failed[0]}`);
if (memory.grown > MOST.megabytes || files.grown > MOST.files || failed.length > 0) process.exitCode = 1;
