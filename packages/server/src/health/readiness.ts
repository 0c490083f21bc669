import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Store } from '../store/open.ts';

/** Milliseconds for which what the database has answered is taken for true, however often somebody asks. */
const RECENT = 1_000;

/** Milliseconds that it may take to answer. */
const PATIENCE = 2_000;

/** Whether requests are to be sent here. */
export interface Readiness {
  /** Why not, in a few words that anybody may read; nothing where they are. */
  unreadyBecause(): Promise<string | undefined>;
  /** From now on they are not: this process is about to end. */
  drain(): void;
}

/** Whether a store can be written to. It is asked by one question at a time, when somebody wants to know. */
export function watchReadiness(store: Store): Readiness {
  let draining = false;
  let known: { reason: string | undefined; since: number } | undefined;
  let asking: Promise<string | undefined> | undefined;
  const ask = async (): Promise<string | undefined> => {
    const reason = await whyNoWrite(store);
    known = { reason, since: performance.now() };
    asking = undefined;
    return reason;
  };
  return {
    async unreadyBecause() {
      if (draining) return 'the server is stopping';
      if (known !== undefined && performance.now() - known.since < RECENT) return known.reason;
      asking ??= ask();
      const impatience = new AbortController();
      const late = setTimeout(PATIENCE, 'the database does not answer', impatience).catch(() => undefined);
      const reason = await Promise.race([asking, late]);
      impatience.abort();
      return reason;
    },
    drain() {
      draining = true;
    },
  };
}

/** Writes a row anew as it is, which is committed like any other. */
async function whyNoWrite(store: Store): Promise<string | undefined> {
  try {
    await sql`update migration set name = name where name = (select min(name) from migration)`.execute(store);
    return undefined;
  } catch (error) {
    // Its words may name hosts and users.
    const { code = 'for no reason that it tells' } = error as { code?: string };
    return `the database cannot be written to (${code})`;
  }
}
