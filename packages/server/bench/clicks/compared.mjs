// A server to compare with: Express with an answer as long as that to a click, and nothing else.
//
// compared.mjs constant        the answer, as it is
// compared.mjs insert FILE     a row of its own for each request, which has reached the disk when it is answered
import { randomBytes } from 'node:crypto';
import SqliteDatabase from 'better-sqlite3';
import express from 'express';

const [kind, file] = process.argv.slice(2);
const app = express();
const answer = (cntid) => ({
  doc: {
    $lang: 'en',
    $func: 'referralprogram.registerclick',
    $binary: '/billmgr',
    $host: 'http://127.0.0.1',
    cntid: { $: cntid },
  },
});
const newId = () => `${Math.floor(Date.now() / 1000)}.${randomBytes(16).toString('base64url')}`;

if (kind === 'insert') {
  const database = new SqliteDatabase(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('create table click (sesid text primary key, site text, nonce text unique, cdate integer) strict');
  const insert = database.prepare('insert into click values (?, ?, ?, ?)');
  app.get('/billmgr', ({ query }, response) => {
    const cntid = newId();
    insert.run(cntid, query.p, query.nonce, Date.now());
    response.json(answer(cntid));
  });
} else {
  const constant = answer(newId());
  app.get('/billmgr', (_, response) => response.json(constant));
}

const server = app.listen(0, '127.0.0.1', () => {
  console.error(JSON.stringify({ port: server.address().port, time: Date.now() }));
});
process.once('SIGTERM', () => process.exit());
