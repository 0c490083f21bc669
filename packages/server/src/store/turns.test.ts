import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from '@jest/globals';
import { freeTurn, giveTurn, newTurns, takeTurn, type Turns } from './turns.ts';

/** How often each takes a turn. */
const OFTEN = 300;

/** In the thread of a run, with the turns and numbers that both threads see: how often a turn was had, who has it. */
const thread = (does: string): string => `
  const { parentPort, workerData } = require('node:worker_threads');
  const { turns, seen, url } = workerData;
  import(url).then(({ takeTurnOfRun, giveTurn }) => { ${does} });
`;

let worker: Worker | undefined;
// It may sleep for ever if turns are lost.
afterEach(() => worker?.terminate());

function startThread(does: string, { turns, seen }: { turns: Turns; seen: Int32Array }): Worker {
  const url = new URL('turns.ts', import.meta.url).href;
  worker = new Worker(thread(does), { eval: true, workerData: { turns, seen, url } });
  return worker;
}

const newNumbers = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));

test('two threads never have the turn at once, and both get it as often as they want', async () => {
  const [turns, seen] = [newTurns(), newNumbers()];
  const started = startThread(
    `parentPort.postMessage('begins');
    for (let had = 0; had < ${String(OFTEN)}; had += 1) {
      takeTurnOfRun(turns);
      const before = seen[0];
      for (let spun = 0; spun < 20_000; spun += 1) Math.sqrt(spun);
      seen[0] = before + 1;
      giveTurn(turns);
    }`,
    { turns, seen },
  );
  const ended = once(started, 'exit');
  await once(started, 'message');
  for (let had = 0; had < OFTEN; had += 1) {
    await takeTurn(turns);
    const before = seen[0] ?? 0;
    await setImmediate();
    seen[0] = before + 1;
    giveTurn(turns);
  }
  await ended;
  // One that was had beside another would have been written over.
  expect(seen[0]).toBe(2 * OFTEN);
}, 20_000);

test('the turn of a thread that was ended with it is free again', async () => {
  const [turns, seen] = [newTurns(), newNumbers()];
  const started = startThread(`takeTurnOfRun(turns); parentPort.postMessage('had'); setInterval(() => {}, 1000);`, {
    turns,
    seen,
  });
  await once(started, 'message');
  await started.terminate();
  freeTurn(turns);
  await takeTurn(turns);
  // What requests have is not freed by the end of a run.
  freeTurn(turns);
  expect(turns[0]).not.toBe(0);
}, 20_000);
