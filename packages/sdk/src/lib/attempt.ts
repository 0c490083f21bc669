/** What the work returns, or `undefined` if it throws: nothing of ours may be thrown into the page. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
