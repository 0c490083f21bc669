import { expect, test } from '@jest/globals';
import { addTestReferral } from '../../testing/provider.ts';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { whenSomethingIsDue } from './anything-due.ts';

const at = (text: string): number => Date.parse(text);

onEachStore((place) => {
  const { run, newProvider, addExpense } = rewardTests(place);

  test('a run begins only where it may have something to do', async () => {
    const { store } = place();
    const provider = await newProvider();
    const referral = await addTestReferral(store, provider, at('2025-06-10T12:00:00Z'));
    await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
    await run('2025-07-01');
    const begun: string[] = [];
    let fails = false;
    const look = whenSomethingIsDue((now) => {
      begun.push(new Date(now).toISOString());
      return fails ? Promise.reject(new Error('on purpose')) : Promise.resolve();
    });
    const hasBegun = async (when: string): Promise<boolean> => {
      const before = begun.length;
      await look(store, at(when));
      return begun.length > before;
    };

    // What was before the server started, it does not know.
    expect(await hasBegun('2025-07-01T12:00:00Z')).toBe(true);
    expect(await hasBegun('2025-07-01T12:01:00Z')).toBe(false);
    expect(await hasBegun('2025-07-01T21:59:59Z')).toBe(false);
    // A new day in Berlin, on which something that was held back may be paid.
    expect(await hasBegun('2025-07-01T22:00:00Z')).toBe(true);
    expect(await hasBegun('2025-07-02T12:00:00Z')).toBe(false);

    const expense = await addExpense(provider, referral, 1000, '2025-07-02T12:00:00Z');
    expect(await hasBegun('2025-07-02T12:01:00Z')).toBe(false);
    await store
      .insertInto('referralprogram_reward')
      .values({
        ...{ expense, referralprogram_rule: provider.program, referralprogram: provider.program, amount: 100 },
        ...{ referer_account: provider.partner, referral_account: referral, currency: 126, cdate: '2025-07-02' },
      })
      .execute();
    expect(await hasBegun('2025-07-02T12:02:00Z')).toBe(true);
    expect(await hasBegun('2025-07-02T12:03:00Z')).toBe(false);

    const unfinished = store.updateTable('payment').where('reward_date', '=', '2025-07-01');
    await unfinished.set({ status: 1 }).execute();
    expect(await hasBegun('2025-07-02T12:04:00Z')).toBe(true);
    expect(await hasBegun('2025-07-02T12:05:00Z')).toBe(true);
    await unfinished.set({ status: 4 }).execute();
    expect(await hasBegun('2025-07-02T12:06:00Z')).toBe(false);

    // The run of 1 August at 03:10 in Berlin, which has come and is not done.
    expect(await hasBegun('2025-08-01T01:09:59Z')).toBe(true);
    expect(await hasBegun('2025-08-01T01:09:59Z')).toBe(false);
    expect(await hasBegun('2025-08-01T01:10:00Z')).toBe(true);
    expect(await hasBegun('2025-08-01T01:11:00Z')).toBe(true);
    await run('2025-08-01');
    await look(store, at('2025-08-01T12:00:00Z'));
    expect(await hasBegun('2025-08-01T12:01:00Z')).toBe(false);

    // One that has failed is begun again.
    fails = true;
    await expect(look(store, at('2025-08-02T12:00:00Z'))).rejects.toThrow('on purpose');
    fails = false;
    expect(await hasBegun('2025-08-02T12:01:00Z')).toBe(true);
    expect(await hasBegun('2025-08-02T12:02:00Z')).toBe(false);
  });
});
