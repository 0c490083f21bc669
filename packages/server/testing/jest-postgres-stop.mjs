/** Stops what `jest-postgres.mjs` has started. */
export default async function stopOnce() {
  await globalThis.stopPostgres?.();
}
