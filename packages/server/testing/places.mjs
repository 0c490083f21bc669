import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/**
 * Where the data of a backend lies.
 *
 * @typedef {{
 *   folder: string,
 *   database: string | undefined,
 *   env: { BILLREF_DIR: string, DATABASE_URL: string },
 * }} Place `folder` has logs and SQLite's file, `database` is the name of PostgreSQL's, `env` tells the billref command
 */

/**
 * Places on one kind of database.
 *
 * @typedef {{
 *   make: (name: string) => Promise<Place>,
 *   copy: (from: Place, name: string) => Promise<Place>,
 *   remove: (place: Place) => Promise<void>,
 * }} Places `make` makes an empty one, `copy` one with the same data, of one that nobody is connected to
 */

/** @returns {Places} SQLite files in folders of this one */
export function sqlitePlaces(root) {
  const make = async (name) => {
    const folder = join(root, name);
    await mkdir(folder, { recursive: true });
    return { folder, database: undefined, env: { BILLREF_DIR: folder, DATABASE_URL: '' } };
  };
  return {
    make,
    copy: async (from, name) => {
      const place = await make(name);
      await copyFile(join(from.folder, 'billref.sqlite'), join(place.folder, 'billref.sqlite'));
      return place;
    },
    remove: ({ folder }) => rm(folder, { recursive: true }),
  };
}

/** @returns {Places} databases of a PostgreSQL server, and folders of this one for their logs */
export function postgresPlaces(root, server) {
  const place = async (name, from) => {
    const folder = join(root, name);
    await mkdir(folder, { recursive: true });
    await execute(server, `create database "${name}" ${from ? `template "${from}" strategy file_copy` : ''}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    return { folder, database: name, env: { BILLREF_DIR: folder, DATABASE_URL: url.href } };
  };
  return {
    make: (name) => place(name),
    copy: ({ database }, name) => place(name, database),
    remove: async ({ folder, database }) => {
      await execute(server, `drop database "${database}" with (force)`);
      await rm(folder, { recursive: true });
    },
  };
}

async function execute(server, statement) {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
