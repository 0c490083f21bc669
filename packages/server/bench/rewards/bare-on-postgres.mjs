// Puts what a run has written into a database where it has not run, by bare statements, and prints what it took.
//
// node bare-on-postgres.mjs WHERE-IT-RAN WHERE-IT-HAS-NOT
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { RUN_WRITES } from '../../testing/run-writes.mjs';
import { measured } from '../measured.mjs';

const [ran, bare] = process.argv.slice(2).map((url) => new pg.Client({ connectionString: url }));
await ran.connect();
await bare.connect();

// No statement reads another database, so the rows come over by files of the server's.
await bare.query('create schema written');
for (const table of RUN_WRITES) {
  const file = join(tmpdir(), `billref-${randomUUID()}`);
  try {
    await ran.query(`copy ${table} to '${file}'`);
    await bare.query(`create unlogged table written.${table} (like ${table})`);
    await bare.query(`copy written.${table} from '${file}'`);
  } finally {
    rmSync(file, { force: true });
  }
}
await bare.query('vacuum analyze');

const { seconds } = await measured(async () => {
  for (const table of RUN_WRITES) await bare.query(`insert into ${table} select * from written.${table}`);
});
await ran.end();
await bare.end();
// The time of the processor is the server's.
console.log(JSON.stringify({ seconds }));
