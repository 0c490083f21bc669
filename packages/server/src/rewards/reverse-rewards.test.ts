import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';

onEachStore((place) => {
  const { run, newProvider, addRule, withoutFirstRule, addReferral, addExpense, rewardsOf, paymentsOf, balanceOf } =
    rewardTests(place);
  const refund = (expense: number, amount: number, day: string) =>
    place()
      .store.insertInto('refund')
      .values({ expense, amount, cdate: Date.parse(`${day}T12:00:00Z`), cday: day })
      .execute();
  const amountsOf = async (provider: Parameters<typeof rewardsOf>[0]) =>
    (await rewardsOf(provider)).map(({ amount, cdate }) => [amount, cdate]);

  test('before the payment: the reward and what is taken back are one payment, or none', async () => {
    const provider = await newProvider();
    const referral = await addReferral(provider);
    const whole = await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
    await refund(whole, 1000, '2025-06-25');
    await run('2025-07-01');
    expect(await amountsOf(provider)).toEqual([
      [100, '2025-07-01'],
      [-100, '2025-07-01'],
    ]);
    expect(await paymentsOf(provider)).toEqual([]);
    const part = await addExpense(provider, referral, 1000, '2025-07-20T12:00:00Z');
    await refund(part, 250, '2025-07-25');
    await run('2025-08-01');
    expect((await paymentsOf(provider)).map(({ subaccountamount }) => subaccountamount)).toEqual([75]);
  });

  test('while it is held back: both may be paid on the same day', async () => {
    const provider = await withoutFirstRule(await newProvider());
    await addRule(provider, { percent: 100_000, hold_days: 45 });
    const expense = await addExpense(provider, await addReferral(provider), 1000, '2025-06-20T12:00:00Z');
    await run('2025-07-01');
    await refund(expense, 400, '2025-07-20');
    await run('2025-08-14');
    expect(await amountsOf(provider)).toEqual([
      [100, '2025-08-15'],
      [-40, '2025-08-15'],
    ]);
    expect(await paymentsOf(provider)).toEqual([]);
    await run('2025-08-15');
    expect((await paymentsOf(provider)).map(({ subaccountamount }) => subaccountamount)).toEqual([60]);
  });

  test('while it is held back, and no run comes before the payment: it is taken back all the same', async () => {
    const provider = await withoutFirstRule(await newProvider());
    await addRule(provider, { percent: 100_000, hold_days: 14 });
    const referral = await addReferral(provider);
    const [whole, part, late] = [
      await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z'),
      await addExpense(provider, referral, 2000, '2025-06-21T12:00:00Z'),
      await addExpense(provider, referral, 3000, '2025-06-22T12:00:00Z'),
    ];
    await run('2025-07-01');
    await refund(whole, 1000, '2025-07-03');
    await refund(part, 500, '2025-07-14');
    await run('2025-07-14');
    expect(await paymentsOf(provider)).toEqual([]);
    // The day of the payment is too late, and waits for the next run.
    await refund(late, 3000, '2025-07-15');
    await run('2025-07-15');
    expect(await amountsOf(provider)).toEqual([
      [100, '2025-07-15'],
      [-100, '2025-07-15'],
      [200, '2025-07-15'],
      [-50, '2025-07-15'],
      [300, '2025-07-15'],
    ]);
    expect((await paymentsOf(provider)).map(({ subaccountamount }) => subaccountamount)).toEqual([450]);
    await run('2025-08-01');
    expect((await amountsOf(provider)).at(-1)).toEqual([-300, '2025-08-01']);
    expect(await balanceOf(provider)).toBe(450);
  });

  test('after the payment: netted from the next one, and carried while the balance is short', async () => {
    const provider = await newProvider();
    const referral = await addReferral(provider);
    const expense = await addExpense(provider, referral, 5000, '2025-06-20T12:00:00Z');
    await run('2025-07-01');
    expect(await balanceOf(provider)).toBe(500);
    await refund(expense, 5000, '2025-07-10');
    await addExpense(provider, referral, 2000, '2025-07-20T12:00:00Z');
    await run('2025-08-01');
    // 200 earned, 500 to be taken back: nothing is paid, and nothing is taken from the partner.
    expect(await balanceOf(provider)).toBe(500);
    await addExpense(provider, referral, 4000, '2025-08-20T12:00:00Z');
    await run('2025-09-01');
    expect(await balanceOf(provider)).toBe(600);
    expect((await paymentsOf(provider)).map(({ subaccountamount }) => subaccountamount)).toEqual([500, 100]);
    // Each refund takes back once.
    await run('2025-10-01');
    expect(await balanceOf(provider)).toBe(600);
  });

  test('all refunds of an expense together take back what it has earned and no more, in whatever parts', async () => {
    const parts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 });
    for (const percent of [333_333, 1_000_000, ...fc.sample(fc.integer({ min: 1, max: 999_999 }), 2)]) {
      const provider = await withoutFirstRule(await newProvider());
      await addRule(provider, { percent });
      const referral = await addReferral(provider);
      const paid = [];
      for (const amounts of fc.sample(parts, 15)) {
        const sum = amounts.reduce((one, other) => one + other, 0);
        paid.push({ amounts, expense: await addExpense(provider, referral, sum, '2025-06-20T12:00:00Z') });
      }
      for (const month of ['07', '08', '09']) {
        for (const { expense, amounts } of paid)
          for (const amount of amounts.splice(0, 2)) await refund(expense, amount, `2025-${month}-10`);
        await run(`2025-${String(Number(month) + 1).padStart(2, '0')}-01`);
        const left = new Map<number, number>();
        for (const { expense, amount } of await rewardsOf(provider))
          left.set(expense, (left.get(expense) ?? 0) + amount);
        for (const { expense, amounts } of paid) {
          expect(left.get(expense) ?? 0).toBeGreaterThanOrEqual(0);
          if (amounts.length === 0) expect(left.get(expense) ?? 0).toBe(0);
        }
      }
    }
  });
});
