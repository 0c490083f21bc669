import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Store, openStore } from '../src/store/open.ts';
import { newSchema } from './schema.ts';

/** A place for a store of a test's own. */
export interface Place {
  /** Where the files of this test lie. */
  readonly folder: string;
  readonly databaseUrl: string | undefined;
}

/** Describes a behaviour twice: on a SQLite file, and on a real PostgreSQL. Each file of tests has a store of its own. */
export function onEachStore(behaviour: (place: () => Place & { store: Store }) => void): void {
  describe.each(['SQLite', 'PostgreSQL'])('on %s', (kind) => {
    let place: (Place & { store: Store }) | undefined;
    let drop = (): Promise<void> => Promise.resolve();

    beforeAll(async () => {
      const folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
      const database = kind === 'SQLite' ? undefined : await newSchema();
      const store = await openStore({ folder, databaseUrl: database?.url });
      place = { folder, databaseUrl: database?.url, store };
      drop = async () => {
        await store.destroy();
        await database?.drop();
        rmSync(folder, { recursive: true, force: true });
      };
    });
    behaviour(() => {
      if (place === undefined) throw new Error('the store is opened before the first test');
      return place;
    });
    // After those of the behaviour: hooks run in the order in which they are named.
    afterAll(() => drop());
  });
}
