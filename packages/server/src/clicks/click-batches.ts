import { commitBatch, ingestQueue } from '../metrics/clicks.ts';
import { isPostgres } from '../store/is-postgres.ts';
import type { Store } from '../store/open.ts';
import { newRepeats, type Repeats } from './repeats.ts';
import { type Arrived, type Stored, storeLandings } from './store-landings.ts';

/** So many landings are stored together at most: those behind them wait no longer than for these. */
const MOST = 1000;

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
    lastly = { took: ended - start, ended };
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
    new Promise((answer) => {
      waiting.push({ landing, answer });
      ingestQueue.inc();
      if (!storing) beginStoring();
    });
}

/** Stores a batch; where that fails, each by itself, so that one which cannot be stored takes no other with it. */
async function storeTogether(store: Store, repeats: Repeats, batch: readonly Waiting[]): Promise<void> {
  let stored: Stored[] | undefined;
  try {
    stored = await storeLandings(
      store,
      repeats,
      batch.map(({ landing }) => landing),
    );
  } catch {
    stored = undefined;
  }
  if (stored !== undefined) commitBatch.observe(stored.filter(({ kind }) => kind === 'click').length);
  for (const [index, { landing, answer }] of batch.entries()) {
    const outcome = stored?.[index];
    answer(outcome ?? storeAlone(store, repeats, landing));
  }
}

async function storeAlone(store: Store, repeats: Repeats, landing: Arrived): Promise<Stored> {
  const [stored] = await storeLandings(store, repeats, [landing]);
  if (stored === undefined) throw new Error('a landing came to nothing');
  return stored;
}
