import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { billref } from '../../testing/command.ts';
import { connect } from '../../testing/plain-sql.mjs';
import { makeRewardData } from '../../testing/reward-data.mjs';
import { inProcess } from './in-process.mjs';
import { rounded } from './measured.mjs';
import { rowsOf } from './run-beside-bare.mjs';
import { startServer } from './server.mjs';
import { month, RUN_DAY } from './the-month.mjs';

const CLICKS_PER_SECOND = 500;
/** Milliseconds: how long a server is warmed up, and when what is due becomes so. It looks each minute. */
const [WARM, DUE, MINUTE] = [10_000, 55_000, 60_000];
/** Longer than any run takes. */
const FOR_EVER = 20 * MINUTE;

/**
 * Lets a server answer clicks for a minute, then lets it have a run to do, too, and measures the clicks before and
 * meanwhile.
 *
 * @param {import('../../testing/places.mjs').Places} places
 * @param {number} expenses so many are to be judged
 */
export async function besideServer(places, expenses) {
  console.error(`${expenses} expenses beside a server …`);
  const place = await places.make('data');
  await makeRewardData(place, month(expenses));
  const alone = await places.copy(place, 'alone');
  await inProcess('maintain.mjs', [RUN_DAY], alone.env);
  const expected = await rowsOf(alone);
  await places.remove(alone);

  const connection = await connect(place);
  await connection.fill('job_period', ['job', 'project', 'period', 'completed'], runsUntilNow());
  const server = await startServer(place);
  const clicks = fork(join(import.meta.dirname, 'clicks.mjs'), [
    ...[server.origin, CLICKS_PER_SECOND, expenses / 200].map(String),
  ]);
  let seconds;
  let samples;
  const begin = server.since + MINUTE;
  try {
    await setTimeout(server.since + DUE - Date.now());
    await connection.execute(`delete from job_period where period = '${RUN_DAY}'`);
    await setTimeout(begin - Date.now());
    while (Number((await connection.rows('select count(*) as n from ledger'))[0].n) < expected.ledger) {
      if (Date.now() > begin + FOR_EVER) throw new Error('the run beside a server does not end');
      await setTimeout(100);
    }
    seconds = rounded((Date.now() - begin) / 1000);
    clicks.send('stop');
    [samples] = await once(clicks, 'message');
  } finally {
    clicks.kill();
    await server.stop();
    await connection.close();
  }
  const rows = await rowsOf(place);
  const { code, said } = await billref(['audit'], place.env);
  await places.remove(place);
  const between = (from, to) => told(samples.filter(([due]) => from <= due && due < to));
  const without_run = between(server.since + WARM, server.since + DUE);
  const with_run = between(begin, begin + seconds * 1000);
  return {
    expenses,
    seconds,
    without_run,
    with_run,
    ratio_click_p99: rounded(with_run.p99_ms / without_run.p99_ms),
    audit: code === 0 ? 'ok' : said,
    // The server remembers the later runs as well.
    unequal: Object.keys(expected).filter((table) => table !== 'job_period' && rows[table] !== expected[table]),
  };
}

/** Every run from the measured one to the next that comes is remembered as done. */
function runsUntilNow() {
  const rows = [];
  const end = Date.now() + 31 * 24 * 60 * MINUTE;
  for (let run = Date.parse(RUN_DAY); run < end; run = nextMonth(run))
    rows.push(['reward', 1, new Date(run).toISOString().slice(0, 10), 0]);
  return rows;
}

function nextMonth(instant) {
  const date = new Date(instant);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

function told(samples) {
  const times = samples.map(([, took]) => took ?? Infinity).sort((one, other) => one - other);
  const at = (share) => rounded(times[Math.min(times.length - 1, Math.floor(times.length * share))]);
  return {
    clicks: times.length,
    failed: times.filter((time) => time === Infinity).length,
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    longest_ms: at(1),
  };
}
