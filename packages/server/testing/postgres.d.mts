/** What the tests in TypeScript use of `postgres.mjs`, which plain Node.js and Jest's set-up load. */
export function newPostgres(): Promise<{
  readonly url: string;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly remove: () => Promise<void>;
}>;

/** Starts a real PostgreSQL for the tests; what is answered stops it. */
export function startPostgres(options?: { folder?: string; durable?: boolean }): Promise<() => Promise<void>>;
