/** What the work returns, or `undefined` if it throws: nothing of ours may be thrown into the page. */
export const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    // Nothing.
  }
  return undefined;
};
