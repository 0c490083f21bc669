import { expect, test } from '@jest/globals';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { LARGEST_AMOUNT } from '../referral/money.ts';
import { currencyOf } from '../store/provider.ts';

onEachStore((place) => {
  const { run, newProvider, addRule, withoutFirstRule, addReferral, addExpense, rewardsOf, paymentsOf, balanceOf } =
    rewardTests(place);

  test('hold_days: a reward is paid so many days after its run, and not a day before', async () => {
    const provider = await withoutFirstRule(await newProvider());
    await addRule(provider, { percent: 100_000, hold_days: 14 });
    await addExpense(provider, await addReferral(provider), 1000, '2025-06-20T12:00:00Z');
    await run('2025-07-14');
    expect((await rewardsOf(provider)).map(({ cdate }) => cdate)).toEqual(['2025-07-15']);
    expect(await paymentsOf(provider)).toEqual([]);
    await run('2025-07-15');
    expect(await paymentsOf(provider)).toEqual([{ reward_date: '2025-07-15', subaccountamount: 100, status: 4 }]);
  });

  test('min_payment: rewards wait until together they are as much, and are paid in one payment', async () => {
    const provider = await withoutFirstRule(await newProvider());
    await addRule(provider, { percent: 100_000, min_payment: 250 });
    const referral = await addReferral(provider);
    for (const month of ['06', '07', '08']) await addExpense(provider, referral, 1000, `2025-${month}-20T12:00:00Z`);
    await run('2025-08-31');
    expect(await paymentsOf(provider)).toEqual([]);
    expect(await balanceOf(provider)).toBeNull();
    await run('2025-09-01');
    expect(await paymentsOf(provider)).toEqual([{ reward_date: '2025-09-01', subaccountamount: 300, status: 4 }]);
    await run('2025-09-30');
    expect(await balanceOf(provider)).toBe(300);
  });

  test('what is less than nothing is carried over, and netted from the next payment that covers it', async () => {
    const provider = await newProvider();
    const referral = await addReferral(provider);
    await addExpense(provider, referral, -2000, '2025-06-20T12:00:00Z');
    await addExpense(provider, referral, 1500, '2025-07-20T12:00:00Z');
    await run('2025-08-01');
    expect((await rewardsOf(provider)).map(({ amount }) => amount)).toEqual([-200, 150]);
    expect(await paymentsOf(provider)).toEqual([]);
    await addExpense(provider, referral, 1000, '2025-08-20T12:00:00Z');
    await run('2025-09-01');
    expect(await paymentsOf(provider)).toEqual([{ reward_date: '2025-09-01', subaccountamount: 50, status: 4 }]);
    expect(await balanceOf(provider)).toBe(50);
  });

  test('what is more than a payment can hold is carried over, and stops no other payment', async () => {
    const provider = await withoutFirstRule(await newProvider());
    await addRule(provider, { percent: 1_000_000 });
    const referral = await addReferral(provider);
    const dollar = await place()
      .store.transaction()
      .execute((writing) => currencyOf(writing, 'USD'));
    await addExpense(provider, referral, LARGEST_AMOUNT, '2025-06-20T12:00:00Z');
    await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
    await addExpense(provider, referral, 500, '2025-06-20T12:00:00Z', dollar);
    await run('2025-07-01');
    expect(await paymentsOf(provider)).toEqual([{ reward_date: '2025-07-01', subaccountamount: 500, status: 4 }]);
    await addExpense(provider, referral, -1000, '2025-07-20T12:00:00Z');
    await run('2025-08-01');
    expect((await paymentsOf(provider)).slice(1)).toEqual([
      { reward_date: '2025-08-01', subaccountamount: LARGEST_AMOUNT, status: 4 },
    ]);
  });

  test('what comes to nothing makes no payment', async () => {
    const provider = await newProvider();
    const referral = await addReferral(provider);
    await addExpense(provider, referral, -1000, '2025-06-20T12:00:00Z');
    await addExpense(provider, referral, 1000, '2025-06-21T12:00:00Z');
    await run('2025-07-01');
    expect(await rewardsOf(provider)).toHaveLength(2);
    expect(await paymentsOf(provider)).toEqual([]);
    expect(await balanceOf(provider)).toBeNull();
  });

  test('a schedule of its own: day and time of the rule, beside the usual one', async () => {
    const provider = await newProvider();
    await addRule(provider, { percent: 50_000, schedule_day: 15, schedule_time: '12:00' });
    await addExpense(provider, await addReferral(provider), 1000, '2025-06-20T12:00:00Z');
    await run('2025-07-14');
    expect((await rewardsOf(provider)).map(({ amount }) => amount)).toEqual([100]);
    await run('2025-07-15');
    expect(await rewardsOf(provider)).toEqual([
      { expense: expect.any(Number), amount: 100, cdate: '2025-07-01' },
      { expense: expect.any(Number), amount: 50, cdate: '2025-07-15' },
    ]);
    expect((await paymentsOf(provider)).map(({ reward_date }) => reward_date)).toEqual(['2025-07-01', '2025-07-15']);
  });
});
