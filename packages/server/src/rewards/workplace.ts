import type { Kysely } from 'kysely';
import { holdProvider } from '../store/hold-provider.ts';
import type { Writing } from '../store/open.ts';
import type { Tables } from '../store/schema.ts';

/** Enough that what a statement costs by itself does not count, and little enough for memory, and to be stopped. */
export const TOGETHER = 4000;

/** Where a run works. */
export interface Workplace {
  /** Sees what is committed, and the run's temporary tables, which no other connection sees. */
  readonly connection: Kysely<Tables>;
  /** So many rows are looked at together. */
  readonly together: number;
  /** How long the work of a slice may take, in milliseconds. */
  readonly slice: number;
  /** Does a slice of the work, all of it or nothing. Only calls of the database may be awaited in it. */
  readonly write: <Result>(work: (writing: Writing) => Promise<Result>) => Promise<Result>;
}

/** Works inside a transaction: all of it is done, or nothing. */
export const within = (writing: Writing): Workplace => ({
  connection: writing,
  together: TOGETHER,
  slice: 50,
  write: (work) => work(writing),
});

/** The same place, where each slice holds a provider: what it looks at nobody corrects before it is committed. */
export const holdingProvider = (workplace: Workplace, project: number): Workplace => ({
  ...workplace,
  write: (work) =>
    workplace.write(async (writing) => {
      await holdProvider(writing, project);
      return work(writing);
    }),
});
