import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { currencyOf } from '../store/provider.ts';
import { addRate } from '../store/rates.ts';
import { changeRule, ruleOf } from '../store/rules.ts';

onEachStore((place) => {
  const { run, newProvider, addRule, withoutFirstRule, addReferral, addExpense, rewardsOf } = rewardTests(place);
  const amountsOf = async (provider: Parameters<typeof rewardsOf>[0]) =>
    (await rewardsOf(provider)).map(({ amount }) => amount);

  test('limit_referral: the reward that reaches it is cut, those after it are refused, in whatever run', async () => {
    const provider = await withoutFirstRule(await newProvider());
    await addRule(provider, { percent: 100_000, limit_referral: 250 });
    const [one, other] = [await addReferral(provider), await addReferral(provider)];
    await addExpense(provider, one, 1000, '2025-06-11T12:00:00Z');
    await addExpense(provider, other, 1000, '2025-06-12T12:00:00Z');
    await run('2025-07-01');
    expect(await amountsOf(provider)).toEqual([100, 100]);
    await addExpense(provider, one, 1000, '2025-07-02T12:00:00Z');
    await addExpense(provider, one, 1000, '2025-07-03T12:00:00Z');
    const over = await addExpense(provider, one, 1000, '2025-07-04T12:00:00Z');
    await addExpense(provider, other, 1000, '2025-07-05T12:00:00Z');
    await run('2025-08-01');
    expect(await amountsOf(provider)).toEqual([100, 100, 100, 50, 100]);
    const refusals = await sql<{ reason: string }>`
      select reason from referralprogram_unrewarded where expense = ${over}`.execute(place().store);
    expect(refusals.rows).toEqual([{ reason: 'limit' }]);
  });

  test('limit_period: what all referrals earn the partner in a month, the earliest expense first; anew each month', async () => {
    const provider = await withoutFirstRule(await newProvider());
    await addRule(provider, { percent: 100_000, limit_period: 150 });
    const [one, other] = [await addReferral(provider), await addReferral(provider)];
    await addExpense(provider, one, 1000, '2025-06-20T12:00:00Z');
    await addExpense(provider, other, 1000, '2025-06-15T12:00:00Z');
    await addExpense(provider, one, 1000, '2025-07-15T12:00:00Z');
    await run('2025-08-01');
    expect(await amountsOf(provider)).toEqual([50, 100, 100]);
    // Recorded late, it finds its own month used up.
    await addExpense(provider, other, 1000, '2025-06-12T12:00:00Z');
    await run('2025-09-01');
    expect(await amountsOf(provider)).toEqual([50, 100, 100]);
  });

  test('both: what one limit cuts off does not use up the other', async () => {
    const provider = await withoutFirstRule(await newProvider());
    await addRule(provider, { percent: 100_000, limit_referral: 120, limit_period: 100 });
    const referral = await addReferral(provider);
    await addExpense(provider, referral, 1500, '2025-06-20T12:00:00Z');
    await addExpense(provider, referral, 1000, '2025-07-15T12:00:00Z');
    await run('2025-08-01');
    expect(await amountsOf(provider)).toEqual([100, 20]);
  });

  test('no limit is passed by rounding up, and what a cut leaves of it is there for the next, in whatever run', async () => {
    const provider = await withoutFirstRule(await newProvider());
    await addRule(provider, { percent: 1_000_000, limit_referral: 250 });
    const yen = await place()
      .store.transaction()
      .execute((writing) => currencyOf(writing, 'JPY'));
    const rate = { numerator: 1, denominator: 1 };
    await addRate(place().store, { project: provider.project, currency: yen, day: '2025-06-01', ...rate });
    const referral = await addReferral(provider);
    await addExpense(provider, referral, 2, '2025-06-11T12:00:00Z', yen);
    // There is room for half a yen.
    await addExpense(provider, referral, 2, '2025-06-12T12:00:00Z', yen);
    await addExpense(provider, referral, 40, '2025-06-13T12:00:00Z');
    await run('2025-07-01');
    expect(await amountsOf(provider)).toEqual([2, 40]);
    await addExpense(provider, referral, 40, '2025-07-02T12:00:00Z');
    await run('2025-08-01');
    expect(await amountsOf(provider)).toEqual([2, 40, 10]);
  });

  test('what a version without limits earned uses up those of the next, in whatever run', async () => {
    const provider = await withoutFirstRule(await newProvider());
    const id = await addRule(provider, { percent: 100_000 });
    await place()
      .store.transaction()
      .execute(async (writing) => {
        const rule = await ruleOf(writing, provider.project, id);
        if (rule === undefined) throw new Error('the rule is in force');
        await changeRule(writing, rule, { terms: { limit_referral: 150 } }, Date.parse('2025-07-10T00:00:00Z'));
      });
    const [one, other] = [await addReferral(provider), await addReferral(provider)];
    await addExpense(provider, one, 1000, '2025-06-20T12:00:00Z');
    await run('2025-07-01');
    // Recorded late, it is judged together with the next.
    await addExpense(provider, other, 1000, '2025-06-20T12:00:00Z');
    await addExpense(provider, one, 1000, '2025-07-20T12:00:00Z');
    await addExpense(provider, other, 1000, '2025-07-20T12:00:00Z');
    await run('2025-08-01');
    expect(await amountsOf(provider)).toEqual([100, 100, 50, 50]);
  });
});
