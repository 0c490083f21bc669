import { expect, test } from '@jest/globals';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { currencyOf } from '../store/provider.ts';
import { STATUS } from '../store/payment-status.ts';
import type { RuleTerms } from '../store/rules.ts';
import { explainExpense } from './explain-expense.ts';

onEachStore((place) => {
  const { run, newProvider, addRule, withoutFirstRule, addReferral, addExpense } = rewardTests(place);

  /** A reward of 1.00 EUR by the run of 2025-07-01 beside those of other expenses, and what is told of why it is unpaid. */
  const rewarded = async (terms: RuleTerms = {}, others: readonly number[] = []) => {
    const provider = await withoutFirstRule(await newProvider());
    await addRule(provider, { percent: 100_000, ...terms });
    const client = await addReferral(provider);
    const expense = await addExpense(provider, client, 1000, '2025-06-15T12:00:00Z');
    for (const amount of others) await addExpense(provider, client, amount, '2025-06-16T12:00:00Z');
    await run('2025-07-01');
    const told = async (day: string): Promise<string | undefined> => {
      const { rules } = await explainExpense(place().store, expense, Date.parse(`${day}T12:00:00Z`));
      const outcome = rules.map((one) => one.outcome).find((one) => one?.kind === 'rewarded');
      if (outcome?.kind !== 'rewarded') throw new Error('it is rewarded');
      return outcome.reward.unpaid;
    };
    return { provider, client, expense, told };
  };
  const refund = async (expense: number, amount: number, day: string): Promise<number> => {
    const row = { expense, amount, cdate: Date.parse(`${day}T12:00:00Z`), cday: day };
    const { id } = await place().store.insertInto('refund').values(row).returning('id').executeTakeFirstOrThrow();
    return id;
  };

  test('what is paid is not told to be unpaid, and a payment that is being made is told as such', async () => {
    const { told, provider } = await rewarded();
    expect(await told('2025-07-01')).toBeUndefined();
    await place().store.deleteFrom('payment_reward').execute();
    expect(await told('2025-07-01')).toBe('the next run pays it');
    const begun = await place()
      .store.updateTable('payment')
      .set({ status: STATUS.new })
      .where('referralprogram', '=', provider.program)
      .returning('id')
      .executeTakeFirstOrThrow();
    const reward = await place()
      .store.selectFrom('referralprogram_reward')
      .where('referralprogram', '=', provider.program)
      .select('id')
      .executeTakeFirstOrThrow();
    await place().store.insertInto('payment_reward').values({ payment: begun.id, reward: reward.id }).execute();
    expect(await told('2025-07-01')).toBe('it is still being made');
    await place().store.updateTable('payment').set({ status: STATUS.credited }).where('id', '=', begun.id).execute();
  });

  test('what is held back waits for its day, and is paid by the next run then', async () => {
    const { told } = await rewarded({ hold_days: 14 });
    expect(await told('2025-07-14')).toBe('that day has not come');
    expect(await told('2025-07-15')).toBe('the next run pays it');
  });

  test('a refund that is taken back before the payment is named, and counted in what is owed', async () => {
    const { told, expense } = await rewarded({ hold_days: 14, min_payment: 70 });
    await refund(expense, 100, '2025-07-15');
    expect(await told('2025-07-15')).toBe('the next run pays it');
    const part = await refund(expense, 300, '2025-07-10');
    expect(await told('2025-07-15')).toBe(`the next run pays it; refund ${part} is taken back first`);
    const more = await refund(expense, 100, '2025-07-14');
    expect(await told('2025-07-15')).toBe(
      'carried over, for what the partner is owed with it comes to 0.60 EUR, less than the least payment of 0.70 EUR; ' +
        `refund ${part} is taken back first; refund ${more} is taken back first`,
    );
    await run('2025-07-15');
    expect(await told('2025-07-15')).toBe(
      'carried over, for what the partner is owed with it comes to 0.60 EUR, less than the least payment of 0.70 EUR',
    );
  });

  test('what is less than the least payment is carried over until enough is owed, which is told exactly', async () => {
    const { told, provider, client } = await rewarded({ min_payment: 200 });
    const sum = 'what the partner is owed with it comes to';
    expect(await told('2025-07-10')).toBe(`carried over, for ${sum} 1.00 EUR, less than the least payment of 2.00 EUR`);
    await addExpense(provider, client, 999, '2025-07-15T12:00:00Z');
    await addExpense(provider, client, -10, '2025-07-16T12:00:00Z');
    await run('2025-08-01');
    expect(await told('2025-08-01')).toBe(`carried over, for ${sum} 1.99 EUR, less than the least payment of 2.00 EUR`);
    await addExpense(provider, client, 10, '2025-08-15T12:00:00Z');
    await run('2025-09-01');
    expect(await told('2025-09-01')).toBeUndefined();
  });

  test('what comes to nothing or less with the others is carried over', async () => {
    const { told } = await rewarded({}, [-2000]);
    expect(await told('2025-07-10')).toBe('carried over, for what the partner is owed with it comes to -1.00 EUR');
  });

  test('without a rate of today the least payment of another currency is not known', async () => {
    const provider = await withoutFirstRule(await newProvider());
    await addRule(provider, { percent: 100_000, min_payment: 1 });
    const { store } = place();
    const currency = await store.transaction().execute((writing) => currencyOf(writing, 'USD'));
    const expense = await addExpense(provider, await addReferral(provider), 1000, '2025-06-15T12:00:00Z', currency);
    await run('2025-07-01');
    const unpaid = async () => {
      const { rules } = await explainExpense(store, expense, Date.parse('2025-07-10T12:00:00Z'));
      return rules.flatMap(({ outcome }) => (outcome?.kind === 'rewarded' ? [outcome.reward.unpaid] : []));
    };
    expect(await unpaid()).toEqual([
      'carried over, for without a rate of USD nobody knows the least payment that a rule asks for',
    ]);
    const rate = { project: provider.project, currency, day: '2025-07-09', numerator: 1, denominator: 1 };
    await store.insertInto('currency_rate').values(rate).execute();
    expect(await unpaid()).toEqual(['the next run pays it']);
  });
});
