/** The end of each line: of the work that came last, by its key. */
const lines = new Map<string, Promise<unknown>>();

/** Does work when all that came before it in this process, by the same key, has ended, however it did. */
export async function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const own = (lines.get(key) ?? Promise.resolve()).then(work);
  const end = own.catch(() => undefined);
  lines.set(key, end);
  try {
    return await own;
  } finally {
    if (lines.get(key) === end) lines.delete(key);
  }
}
