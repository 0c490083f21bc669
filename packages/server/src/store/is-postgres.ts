import { type Kysely, PostgresAdapter } from 'kysely';
import type { Tables } from './schema.ts';

/** Whether a store is on PostgreSQL; else it is on SQLite. */
export const isPostgres = (store: Kysely<Tables>): boolean => store.getExecutor().adapter instanceof PostgresAdapter;
