import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { billref, main } from '../../testing/command.ts';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { auditMoney } from '../rewards/audit-money.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { openStore } from './open.ts';

onEachStore((place) => {
  const { run, newProvider, addReferral, addExpense, rewardsOf } = rewardTests(place);
  const environment = () => ({ BILLREF_DIR: place().folder, DATABASE_URL: place().databaseUrl });
  let holder: ChildProcess | undefined;
  afterEach(() => void holder?.kill('SIGKILL'));

  /** A process of its own that does what one does at a time, and does not come to its end. */
  const holdRuns = async (): Promise<ChildProcess> => {
    const started = spawn(process.execPath, [join(import.meta.dirname, '../../testing/hold-runs.ts')], {
      env: { ...process.env, ...environment() },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    holder = started;
    expect(String(await once(started.stdout, 'data'))).toBe('held\n');
    return started;
  };

  test('two processes that start the same run: one does all of it, the other sees it done', async () => {
    const provider = await newProvider();
    const referral = await addReferral(provider);
    const { store } = place();
    for (let made = 0; made < 50; made += 1) await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');

    const said = await Promise.all([1, 2].map(() => billref(['maintain'], environment())));
    expect(said.map(({ code }) => code)).toEqual([0, 0]);
    expect(said.map((one) => one.said).sort()).toEqual([
      // The other one waits, or begins when the first has ended.
      expect.stringMatching(/^0 runs, 0 rewards, 0 payments\n(another process .*\n)?$/),
      expect.stringMatching(/^[1-9]\d* runs, 50 rewards, 1 payments\n$/),
    ]);
    expect(await rewardsOf(provider)).toHaveLength(50);
    expect(await auditMoney(store)).toEqual([]);
  });

  test('who comes later begins when the first has ended, be it by an error', async () => {
    const { folder, databaseUrl, store } = place();
    const other = await openStore({ folder, databaseUrl });
    const seen: string[] = [];
    const first = oneAtATime(store, async () => {
      seen.push('the first begins');
      const second = oneAtATime(other, () => Promise.resolve(void seen.push('the second begins')));
      const third = await openStore({ folder, databaseUrl });
      // Time enough for the second to begin, if anything let it.
      for (let asked = 0; asked < 50; asked += 1) await sql`select 1`.execute(third);
      await third.destroy();
      seen.push('the first ends');
      throw Object.assign(new Error('on purpose'), { second });
    });
    const error: unknown = await first.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: 'on purpose' });
    await (error as { second: Promise<void> }).second;
    expect(seen).toEqual(['the first begins', 'the first ends', 'the second begins']);
    await other.destroy();
  });

  test('who waits is told of it once, who does not wait is not', async () => {
    const { folder, databaseUrl, store } = place();
    const other = await openStore({ folder, databaseUrl });
    let waits = 0;
    const { promise: waiting, resolve: waited } = Promise.withResolvers<undefined>();
    const onWait = (): void => {
      waits += 1;
      waited(undefined);
    };
    await oneAtATime(store, () => Promise.resolve(), onWait);
    expect(waits).toBe(0);
    const { second } = await oneAtATime(store, async () => {
      const second = oneAtATime(other, () => Promise.resolve(), onWait);
      await waiting;
      return { second };
    });
    await second;
    expect(waits).toBe(1);
    await other.destroy();
  });

  test('maintain says that it waits for another process', async () => {
    const killed = await holdRuns();
    const { promise, resolve } = Promise.withResolvers<string>();
    const maintains = spawn(process.execPath, [main, 'maintain'], { env: { ...process.env, ...environment() } });
    maintains.stderr.once('data', (said) => {
      resolve(String(said));
    });
    expect(await promise).toBe('another process is doing the reward runs: waiting until it has ended\n');
    killed.kill('SIGKILL');
    expect(await once(maintains, 'exit')).toEqual([0, null]);
  });

  test('whoever holds it keeps nobody from reading and writing', async () => {
    await holdRuns();
    const provider = await newProvider();
    await addExpense(provider, await addReferral(provider), 1000, '2025-06-20T12:00:00Z');
    expect(await rewardsOf(provider)).toEqual([]);
  });

  test('a process that was killed leaves no lock: the next does the run at once', async () => {
    const provider = await newProvider();
    await addExpense(provider, await addReferral(provider), 1000, '2025-06-20T12:00:00Z');
    const killed = await holdRuns();
    let over = false;
    const next = run('2025-07-01').then(() => {
      over = true;
    });
    // A process that runs takes longer than the run would.
    await billref(['audit'], environment());
    expect(over).toBe(false);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    await next;
    expect(await rewardsOf(provider)).toHaveLength(1);
  });
});
