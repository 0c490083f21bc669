import { setTimeout } from 'node:timers/promises';
import { billref } from '../../testing/command.ts';
import { connect } from '../../testing/plain-sql.mjs';
import { makeRewardData } from '../../testing/reward-data.mjs';
import { KEEPS_UP, startClicksThatAreAnswered, told } from './click-load.mjs';
import { inProcess } from './in-process.mjs';
import { rounded } from '../measured.mjs';
import { rowsOf } from './run-beside-bare.mjs';
import { startServer } from '../../testing/started-server.mjs';
import { month, RUN_DAY } from './the-month.mjs';

const MINUTE = 60_000;
/** When what is due becomes so, after the server has begun to look each minute, in milliseconds. */
const DUE = 55_000;
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
  try {
    const begin = server.since + MINUTE;
    const clicks = await startClicksThatAreAnswered(server.origin, expenses / 200);
    await setTimeout(server.since + DUE - Date.now());
    await connection.execute(`delete from job_period where period = '${RUN_DAY}'`);
    await setTimeout(begin - Date.now());
    while (Number((await connection.rows('select count(*) as n from ledger'))[0].n) < expected.ledger) {
      if (Date.now() > begin + FOR_EVER) throw new Error('the run beside a server does not end');
      await setTimeout(100);
    }
    const end = Date.now();
    const samples = await clicks.stop();
    await server.stop();
    const rows = await rowsOf(place);
    const { code, said } = await billref(['audit'], place.env);
    const without_run = told(samples, clicks.warm, server.since + DUE);
    const with_run = told(samples, begin, end);
    // Of a server that did not keep up by itself nothing can be said.
    const ratio = without_run.p99_ms > KEEPS_UP ? Infinity : with_run.p99_ms / without_run.p99_ms;
    return {
      ...{ expenses, clicks_per_second: clicks.perSecond, seconds: rounded((end - begin) / 1000) },
      ...{ without_run, with_run, ratio_click_p99: rounded(ratio) },
      audit: code === 0 ? 'ok' : said,
      // The server remembers the later runs as well.
      unequal: Object.keys(expected).filter((table) => table !== 'job_period' && rows[table] !== expected[table]),
    };
  } finally {
    await server.stop();
    await connection.close();
    await places.remove(place);
  }
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
