import { commitBatch, ingestQueue } from '../metrics/clicks.ts';
import { isPostgres } from '../store/is-postgres.ts';
import { isOfRow } from '../store/database-failure.ts';
import type { Store } from '../store/open.ts';
import { newRepeats, type Repeats } from './repeats.ts';
import { type Arrived, type Stored, storeLandings } from './store-landings.ts';

/** So many landings are stored together at most: those behind them wait no longer than for these. */
const MOST = 1000;

/** In milliseconds: what takes longer has waited for somebody else. */
const LONGEST_PAUSE = 10;

/** Stores a landing together with those that come in the same turn of the event loop. */
type StoreLanding = (landing: Arrived) => Promise<Stored>;

/** A store has one: what is stored together is what one connection writes. */
const batches = new WeakMap<Store, StoreLanding>();

/**
 * Stores a landing, and answers when it has reached the disk. All that come in one turn of the event loop, or while others
 * are being stored, share one transaction, and so the wait for the disk, which is most of what a click takes.
 */
export function storeLanding(store: Store, landing: Arrived): Promise<Stored> {
  const batch = batches.get(store) ?? batching(store);
  batches.set(store, batch);
  return batch(landing);
}

interface Waiting {
  readonly landing: Arrived;
  readonly answer: (stored: Stored | Promise<Stored>) => void;
  readonly fail: (error: unknown) => void;
}

function batching(store: Store): StoreLanding {
  const repeats = newRepeats();
  // PostgreSQL lets others go on while it stores.
  const blocks = !isPostgres(store);
  let waiting: Waiting[] = [];
  let storing = false;
  let lastly = { took: 0, ended: 0 };

  const storeNext = async (): Promise<void> => {
    const batch = waiting.slice(0, MOST);
    waiting = waiting.slice(MOST);
    const start = performance.now();
    await storeTogether(store, repeats, batch);
    const ended = performance.now();
    lastly = { took: Math.min(ended - start, LONGEST_PAUSE), ended };
    ingestQueue.dec(batch.length);
    storing = false;
    if (waiting.length > 0) beginStoring();
  };
  // Between two transactions others have as much time as one takes: libuv accepts one connection in a turn of the event
  // loop, and visitors have one each, so that otherwise each would wait for the disk alone.
  const beginStoring = (): void => {
    storing = true;
    const pause = blocks ? lastly.ended + lastly.took - performance.now() : 0;
    if (pause > 0) setTimeout(() => void storeNext(), pause);
    else setImmediate(() => void storeNext());
  };
  return (landing) =>
    new Promise((answer, fail) => {
      waiting.push({ landing, answer, fail });
      ingestQueue.inc();
      if (!storing) beginStoring();
    });
}

/**
 * Stores a batch; where a row of it cannot be stored, each by itself, so that it takes no other with it. Where the database
 * fails, it fails for all of them, and is not asked again for each.
 */
async function storeTogether(store: Store, repeats: Repeats, batch: readonly Waiting[]): Promise<void> {
  try {
    const landings = batch.map(({ landing }) => landing);
    const stored = await storeLandings(store, repeats, landings);
    const clicks = stored.filter(({ kind }) => kind === 'click').length;
    if (clicks > 0) commitBatch.observe(clicks);
    for (const [index, { answer }] of batch.entries()) answer(whatBecame(stored[index]));
  } catch (error) {
    for (const { landing, answer, fail } of batch)
      if (isOfRow(error)) answer(storeAlone(store, repeats, landing));
      else fail(error);
  }
}

async function storeAlone(store: Store, repeats: Repeats, landing: Arrived): Promise<Stored> {
  const [stored] = await storeLandings(store, repeats, [landing]);
  return whatBecame(stored);
}

function whatBecame(stored: Stored | undefined): Stored {
  if (stored === undefined) throw new Error('a landing came to nothing');
  return stored;
}
