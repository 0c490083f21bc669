import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { billref } from './command.ts';
import { connect } from './plain-sql.mjs';

/** So many partners have a link to https://site.com/. */
export const PARTNERS = 100;

const [PROJECT, PROGRAM] = [1, 1];
const SINCE = 1_700_000_000;

/** A place where the partners of a program wait for clicks, and nothing else is. */
export async function placeWithPartners(places, name) {
  const place = await places.make(name);
  const { code, said } = await billref(['init', '--name', 'Example', '--email', 'admin@example.com'], place.env);
  if (code !== 0) throw new Error(`billref init failed: ${said}`);
  const partners = Array.from({ length: PARTNERS }, (_, index) => 1 + index);
  await filling(place, async ({ fill }) => {
    await fill(
      'referralprogram',
      ['id', 'project', 'name', 'url', 'website', 'assign_by_default', 'cdate'],
      [[PROGRAM, PROJECT, 'Friends', 'https://site.com/', 'https://site.com/', 1, SINCE * 1000]],
    );
    await fill(
      'account',
      ['id', 'project', 'name', 'cdate'],
      partners.map((id) => [id, PROJECT, `Client ${id}`, SINCE * 1000]),
    );
    await fill(
      'referralprogram_referer',
      ['account', 'project', 'referralprogram'],
      partners.map((id) => [id, PROJECT, PROGRAM]),
    );
  });
  return place;
}

/** Stores so many clicks as they would have come over years, with ids in the order of time, and nonces in none. */
export const storeEarlier = (place, clicks) =>
  filling(place, async ({ execute }) => {
    await execute(`
      with recursive numbers (n) as (select 0 union all select n + 1 from numbers where n + 1 < ${clicks})
      insert into referralprogram_click (sesid, method, project, referer_account, referralprogram, site, nonce, cdate)
      select (${SINCE} + n) || '.' || lower(hex(randomblob(11))), 'site', ${PROJECT}, 1 + n % ${PARTNERS}, ${PROGRAM},
        'https://site.com/', lower(hex(randomblob(16))), (${SINCE} + n) * 1000
      from numbers`);
    // Otherwise the first click waits until all of them have reached the disk.
    await execute('pragma synchronous = full; pragma wal_checkpoint(truncate)');
    const file = await open(join(place.folder, 'billref.sqlite'));
    await file.sync();
    await file.close();
  });

async function filling(place, work) {
  const connection = await connect(place);
  try {
    await work(connection);
  } finally {
    await connection.close();
  }
}
