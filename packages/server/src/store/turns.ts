/**
 * Turns that two threads of a process take at one SQLite file, that of requests and that of a run. SQLite itself lets
 * whoever finds the other writing sleep, and the thread that answers requests must not.
 */
export type Turns = Int32Array<SharedArrayBuffer>;

const [WHOSE, WANTED] = [0, 1];
const [NOBODYS, OF_REQUESTS, OF_RUN] = [0, 1, 2];

export const newTurns = (): Turns => new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));

/** Takes the turn in the thread of requests, which goes on with others meanwhile. */
export async function takeTurn(turns: Turns): Promise<void> {
  while (Atomics.compareExchange(turns, WHOSE, NOBODYS, OF_REQUESTS) !== NOBODYS) {
    Atomics.store(turns, WANTED, 1);
    await Atomics.waitAsync(turns, WHOSE, OF_RUN).value;
  }
  if (Atomics.exchange(turns, WANTED, 0) === 1) Atomics.notify(turns, WANTED);
}

/** Takes the turn in the thread of a run, which sleeps until then: requests go first. */
export function takeTurnOfRun(turns: Turns): void {
  for (;;) {
    Atomics.wait(turns, WANTED, 1);
    const whose = Atomics.compareExchange(turns, WHOSE, NOBODYS, OF_RUN);
    if (whose === NOBODYS) return;
    Atomics.wait(turns, WHOSE, whose);
  }
}

/** Gives the turn back. */
export function giveTurn(turns: Turns): void {
  Atomics.store(turns, WHOSE, NOBODYS);
  Atomics.notify(turns, WHOSE);
}

/** Gives back the turn that the thread of a run had when it ended, if it had it. */
export function freeTurn(turns: Turns): void {
  if (Atomics.load(turns, WHOSE) === OF_RUN) giveTurn(turns);
}
