import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { main } from '../../testing/command.ts';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { oneAtATime } from '../store/one-at-a-time.ts';
import { openStore } from '../store/open.ts';
import { newTurns, takeTurn } from '../store/turns.ts';
import { auditMoney } from './audit-money.ts';
import { runInThread } from './run-in-thread.ts';

const NOW = Date.parse('2025-07-02T12:00:00Z');

onEachStore((place) => {
  const { newProvider, addReferral, addExpense, rewardsOf, balanceOf } = rewardTests(place);
  let server: ChildProcessByStdio<null, null, Readable> | undefined;
  afterEach(() => void server?.kill('SIGKILL'));

  /** A server of its own process, and what it logs. */
  const serve = async () => {
    const { folder, databaseUrl } = place();
    const started = spawn(process.execPath, [main, 'serve'], {
      env: { ...process.env, BILLREF_DIR: folder, DATABASE_URL: databaseUrl, BILLREF_PORT: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server = started;
    const lines = createInterface(started.stderr)[Symbol.asyncIterator]();
    const nextLine = async () => JSON.parse(String((await lines.next()).value)) as { port: number; err?: unknown };
    const { port } = await nextLine();
    return {
      nextLine,
      ask: async () => (await fetch(`http://127.0.0.1:${String(port)}/billmgr?func=nothing`)).text(),
      stop: async () => {
        started.kill('SIGTERM');
        return once(started, 'exit');
      },
    };
  };

  const withExpenses = async (expenses: number) => {
    const provider = await newProvider();
    const referral = await addReferral(provider);
    for (let made = 0; made < expenses; made += 1) await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
    return provider;
  };

  const order = () => {
    const { folder, databaseUrl } = place();
    return { folder, databaseUrl, debug: false, turns: newTurns(), now: NOW };
  };

  test('a server that starts does what is due, and answers meanwhile and afterwards', async () => {
    const provider = await withExpenses(20);
    const { ask, stop } = await serve();
    while ((await balanceOf(provider)) === null) expect(await ask()).toContain('<error type="missed" object="func"');
    expect(await rewardsOf(provider)).toHaveLength(20);
    expect(await balanceOf(provider)).toBe(2000);
    expect(await ask()).toContain('<error type="missed" object="func"');
    expect(await stop()).toEqual([0, null]);
    expect(await auditMoney(place().store)).toEqual([]);
  });

  test('a run that fails is told with its reason, and the server goes on', async () => {
    const provider = await withExpenses(1);
    const { store } = place();
    await sql`alter table referralprogram_input rename to hidden_input`.execute(store);
    try {
      const { ask, nextLine, stop } = await serve();
      expect(JSON.stringify(await nextLine())).toContain('referralprogram_input');
      expect(await ask()).toContain('<error type="missed" object="func"');
      expect(await rewardsOf(provider)).toEqual([]);
      expect(await stop()).toEqual([0, null]);
    } finally {
      await sql`alter table hidden_input rename to referralprogram_input`.execute(store);
    }
  });

  test('a thread does the run that is due, while this one goes on', async () => {
    const provider = await withExpenses(3);
    const seen = { turns: 0, over: false };
    const running = runInThread(order(), new AbortController().signal).finally(() => {
      seen.over = true;
    });
    const counting = (async () => {
      for (; !seen.over; seen.turns += 1) await setImmediate();
    })();
    await running;
    await counting;
    expect(seen.turns).toBeGreaterThan(10);
    expect(await balanceOf(provider)).toBe(300);
  });

  test('what goes wrong in the thread is thrown, and the turns are free', async () => {
    const { store } = place();
    await withExpenses(1);
    await sql`alter table referralprogram_input rename to hidden_input`.execute(store);
    const told = order();
    await expect(runInThread(told, new AbortController().signal)).rejects.toThrow('referralprogram_input');
    await takeTurn(told.turns);
    await sql`alter table hidden_input rename to referralprogram_input`.execute(store);
  });

  test('one that is told to end ends at once, and the next goes on where it was', async () => {
    const provider = await withExpenses(1);
    const { folder, databaseUrl } = place();
    const holding = await openStore({ folder, databaseUrl });
    await oneAtATime(holding, async () => {
      const stopping = new AbortController();
      // It waits for its turn to run, and would for ever.
      const running = runInThread(order(), stopping.signal);
      await setImmediate();
      stopping.abort();
      await running;
    });
    await holding.destroy();
    expect(await rewardsOf(provider)).toEqual([]);
    const aborted = AbortSignal.abort();
    await runInThread(order(), aborted);
    expect(await rewardsOf(provider)).toEqual([]);
    await runInThread(order(), new AbortController().signal);
    expect(await balanceOf(provider)).toBe(100);
  });
});
