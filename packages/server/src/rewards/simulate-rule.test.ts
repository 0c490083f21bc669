import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { imaginedRule } from '../call/imagined-rule.ts';
import { openSqliteToRead } from '../store/sqlite.ts';
import { simulateRule } from './simulate-rule.ts';

onEachStore((place) => {
  const { run, newProvider, addRule, withoutFirstRule, addReferral, addExpense } = rewardTests(place);

  test('a refund since the last run is taken off neither, however long each of the rewards is held back', async () => {
    const { store, folder, databaseUrl } = place();
    const provider = await withoutFirstRule(await newProvider());
    const id = await addRule(provider, { percent: 100_000, hold_days: 30 });
    const referral = await addReferral(provider);
    const refund = (expense: number, cday: string) =>
      store
        .insertInto('refund')
        .values({ expense, amount: 400, cdate: Date.parse(`${cday}T12:00:00Z`), cday })
        .execute();
    const [july, august] = [
      await addExpense(provider, referral, 1000, '2025-07-10T12:00:00Z'),
      await addExpense(provider, referral, 2000, '2025-08-10T12:00:00Z'),
    ];
    await refund(july, '2025-08-31');
    await run('2025-09-02');
    // The reward of July may be paid already, that of August is held back until October.
    await refund(july, '2025-09-10');
    await refund(august, '2025-09-10');
    await run('2025-09-11');

    const rule = await imaginedRule(store, provider.project, JSON.stringify({ id }));
    const reading = databaseUrl === undefined ? openSqliteToRead(join(folder, 'billref.sqlite')) : store;
    const days = { from: '2025-07-01', to: '2025-08-31', now: Date.parse('2025-09-11T12:00:00Z') };
    const { partners } = await simulateRule(reading, { rule, ...days });
    if (reading !== store) await reading.destroy();
    expect(partners).toEqual([expect.objectContaining({ would_earn: 260, earned: 260 })]);
  });
});
