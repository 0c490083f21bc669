import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { billref } from '../../testing/command.ts';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';

onEachStore((place) => {
  const { newProvider, addReferral, addExpense, rewardsOf } = rewardTests(place);
  const maintain = (environment: Record<string, string> = {}) =>
    billref(['maintain'], { BILLREF_DIR: place().folder, DATABASE_URL: place().databaseUrl, ...environment });
  const log = () => join(place().folder, 'billmaintain.log');
  const debugLines = (): string[] =>
    readFileSync(log(), 'utf8')
      .split('\n')
      .filter((line) => line.includes(' DEBUG '));

  /** A reward, and refusals of two kinds. */
  const withRefusals = async () => {
    const provider = await newProvider();
    const referral = await addReferral(provider);
    await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
    const nothing = [
      await addExpense(provider, referral, 4, '2025-06-21T12:00:00Z'),
      await addExpense(provider, referral, 3, '2025-07-21T12:00:00Z'),
    ];
    return { provider, nothing };
  };

  test('without the level debug no refusal is in the log, and rewards and payments are', async () => {
    await withRefusals();
    expect((await maintain()).said).toMatch(/ 1 rewards, 1 payments\n$/);
    expect(debugLines()).toEqual([]);
    expect(readFileSync(log(), 'utf8').match(/createreward/g)).toHaveLength(1);
    expect(readFileSync(log(), 'utf8').match(/createpayment/g)).toHaveLength(1);
  });

  test('BILLREF_LOG_LEVEL=debug: each refusal has a line with its reason', async () => {
    const { provider, nothing } = await withRefusals();
    await maintain({ BILLREF_LOG_LEVEL: 'debug' });
    expect(debugLines().map((line) => /'(.*)'$/.exec(line)?.[1])).toEqual(
      nothing.map(
        (expense) =>
          `func=referralprogram.createreward&referral_expense=${String(expense)}&referralprogram_rule=${String(provider.program)}&refused=nothing`,
      ),
    );
  });

  test('a log that cannot be written stops no run', async () => {
    rmSync(log(), { force: true });
    mkdirSync(log());
    const provider = await newProvider();
    const referral = await addReferral(provider);
    // Their lines are more than are kept for a slow disk.
    for (let made = 0; made < 500; made += 1) await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
    const { code, said } = await maintain();
    expect(code).toBe(0);
    expect(said).toContain('billmaintain.log cannot be written: EISDIR');
    expect(said).toContain(' 500 rewards, 1 payments\n');
    expect(await rewardsOf(provider)).toHaveLength(500);
    rmSync(log(), { recursive: true });
  });

  test('in a pipe there is no word of how far a run is', async () => {
    const provider = await newProvider();
    await addExpense(provider, await addReferral(provider), 1000, '2025-06-20T12:00:00Z');
    const { said } = await maintain();
    expect(said).toMatch(/^\d+ runs, 1 rewards, 1 payments\n$/);
  });
});
