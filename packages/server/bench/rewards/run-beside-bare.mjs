import { billref } from '../../testing/command.ts';
import { connect } from '../../testing/plain-sql.mjs';
import { RUN_WRITES } from '../../testing/run-writes.mjs';
import { inProcess } from './in-process.mjs';
import { rounded } from '../measured.mjs';
import { RUN_DAY } from './the-month.mjs';

/**
 * Runs rewards where they are due; again; once more, with the memory of what is done gone; and puts the same rows into
 * the same tables by bare statements.
 *
 * @param {import('../../testing/places.mjs').Places} places
 * @param {import('../../testing/places.mjs').Place} data where they are due, which stays as it is
 * @returns what each took, how many rows the first has written, how many the others changed, and whether all adds up
 */
export async function runBesideBare(places, data) {
  const ran = await places.copy(data, 'ran');
  const run = await inProcess('maintain.mjs', [RUN_DAY], ran.env);
  const rows = await rowsOf(ran);
  const bare = await bareInsert(places, { data, ran, rows });
  const again = await inProcess('maintain.mjs', [RUN_DAY], ran.env);
  const changed = changes(rows, await rowsOf(ran));
  await forget(ran);
  const from_the_start = await inProcess('maintain.mjs', [RUN_DAY], ran.env);
  const { code, said } = await billref(['audit'], ran.env);
  const rerun = {
    seconds: again.seconds,
    changed,
    seconds_unremembered: from_the_start.seconds,
    changed_unremembered: changes(rows, await rowsOf(ran)),
  };
  await places.remove(ran);
  return {
    run,
    rows,
    bare,
    ratio_bare: rounded(run.seconds / bare.seconds),
    ...(bare.cpu_seconds && { ratio_bare_cpu: rounded(run.cpu_seconds / bare.cpu_seconds) }),
    rerun,
    audit: code === 0 ? 'ok' : said,
  };
}

async function bareInsert(places, { data, ran, rows }) {
  const bare = await places.copy(data, 'bare');
  const took =
    data.database === undefined
      ? await inProcess('bare-on-sqlite.mjs', [ran.folder, bare.folder])
      : await inProcess('bare-on-postgres.mjs', [ran.env.DATABASE_URL, bare.env.DATABASE_URL]);
  const unequal = changes(rows, await rowsOf(bare));
  await places.remove(bare);
  if (unequal > 0) throw new Error(`the bare insert has written ${unequal} rows more or less than the run`);
  return took;
}

/** How many rows there are of each table that a run writes. */
export async function rowsOf(place) {
  const connection = await connect(place);
  const rows = {};
  for (const table of RUN_WRITES)
    rows[table] = Number((await connection.rows(`select count(*) as n from ${table}`))[0].n);
  await connection.close();
  return rows;
}

/** By how many rows tables differ: nothing that a run has written is ever taken away or changed. */
const changes = (before, after) => RUN_WRITES.reduce((sum, table) => sum + Math.abs(after[table] - before[table]), 0);

async function forget(place) {
  const connection = await connect(place);
  await connection.execute('delete from job_period');
  await connection.close();
}
