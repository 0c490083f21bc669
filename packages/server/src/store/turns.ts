/**
 * Turns that two threads of a process take at one SQLite file: SQLite itself would let whoever waits for the other sleep,
 * and the thread that answers requests must not.
 */
export type Turns = Int32Array<SharedArrayBuffer>;

const [WHOSE, WANTED] = [0, 1];
const [NOBODYS, OF_REQUESTS, OF_RUN] = [0, 1, 2];

export const newTurns = (): Turns => new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));

/** Takes the turn in the thread that answers requests, which goes on with other things meanwhile. */
export async function takeTurn(turns: Turns): Promise<void> {
  while (Atomics.compareExchange(turns, WHOSE, NOBODYS, OF_REQUESTS) !== NOBODYS) {
    Atomics.store(turns, WANTED, 1);
    await Atomics.waitAsync(turns, WHOSE, OF_RUN).value;
  }
  Atomics.store(turns, WANTED, 0);
  Atomics.notify(turns, WANTED);
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

/** Gives a turn back, be it another thread's that has ended. */
export function giveTurn(turns: Turns): void {
  Atomics.store(turns, WHOSE, NOBODYS);
  Atomics.notify(turns, WHOSE);
}
