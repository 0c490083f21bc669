import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { rewardsOfRun } from '../../testing/reward-run.ts';
import { JUNE, rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { openLogs } from '../log/logs.ts';
import { shareOf } from '../referral/money.ts';
import { MONTHLY } from './schedule.ts';
import { maintain } from './maintain.ts';

const at = (text: string): number => Date.parse(text);

onEachStore((place) => {
  const { run, newProvider, addRule, withoutFirstRule, addReferral, addExpense, rewardsOf, paymentsOf, balanceOf } =
    rewardTests(place);

  test('each expense of the month before is rewarded, each partner paid once, and again changes nothing', async () => {
    const provider = await newProvider();
    const [one, two] = [await addReferral(provider), await addReferral(provider)];
    const first = await addExpense(provider, one, 1050, '2025-06-11T00:00:00Z');
    const second = await addExpense(provider, two, 999, '2025-06-30T21:59:59.999Z');
    const next = await addExpense(provider, two, 5000, '2025-06-30T22:00:00Z');

    await run('2025-06-30');
    expect(await rewardsOf(provider)).toEqual([]);

    await run('2025-07-01');
    expect(await rewardsOf(provider)).toEqual([
      { expense: first, amount: 105, cdate: '2025-07-01' },
      { expense: second, amount: 100, cdate: '2025-07-01' },
    ]);
    expect(await paymentsOf(provider)).toEqual([{ reward_date: '2025-07-01', subaccountamount: 205, status: 4 }]);
    expect(await balanceOf(provider)).toBe(205);

    await run('2025-07-01');
    await run('2025-07-31');
    expect(await paymentsOf(provider)).toHaveLength(1);
    expect(await balanceOf(provider)).toBe(205);

    await run('2025-08-01');
    expect((await rewardsOf(provider)).at(-1)).toEqual({ expense: next, amount: 500, cdate: '2025-08-01' });
    expect(await balanceOf(provider)).toBe(705);
  });

  test('after a year with the process down every month is run once, with its own date', async () => {
    const provider = await newProvider();
    const account = await addReferral(provider);
    for (const month of ['06', '07', '08', '09', '10', '11', '12'])
      await addExpense(provider, account, 1000, `2025-${month}-15T12:00:00Z`);
    await run('2026-06-15');
    expect((await rewardsOf(provider)).map(({ cdate }) => cdate)).toEqual([
      '2025-07-01',
      '2025-08-01',
      '2025-09-01',
      '2025-10-01',
      '2025-11-01',
      '2025-12-01',
      '2026-01-01',
    ]);
    expect(await paymentsOf(provider)).toHaveLength(7);
    expect(await balanceOf(provider)).toBe(700);
  });

  test('an expense that is recorded after its run is rewarded by the next one', async () => {
    const provider = await newProvider();
    const account = await addReferral(provider);
    await run('2025-07-01');
    const late = await addExpense(provider, account, 1000, '2025-06-20T12:00:00Z');
    await run('2025-07-20');
    expect(await rewardsOf(provider)).toEqual([]);
    await run('2025-08-01');
    expect(await rewardsOf(provider)).toEqual([{ expense: late, amount: 100, cdate: '2025-08-01' }]);
  });

  describe('no reward', () => {
    test('for an expense before the client was linked, or of a client whom nobody brought', async () => {
      const provider = await newProvider();
      const account = await addReferral(provider, JUNE + 1);
      await addExpense(provider, account, 1000, new Date(JUNE).toISOString());
      await addExpense(provider, provider.partner, 1000, '2025-06-20T12:00:00Z');
      await run('2025-07-01');
      expect(await rewardsOf(provider)).toEqual([]);
    });

    test('before the first day of the program or after its last, and one on both', async () => {
      const { store } = place();
      const provider = await newProvider();
      await store
        .updateTable('referralprogram')
        .set({ start_date: '2025-06-12', end_date: '2025-06-20' })
        .where('id', '=', provider.program)
        .execute();
      const account = await addReferral(provider);
      await addExpense(provider, account, 1000, '2025-06-11T21:59:59Z');
      const first = await addExpense(provider, account, 1000, '2025-06-11T22:00:00Z');
      const last = await addExpense(provider, account, 1000, '2025-06-20T21:59:59.999Z');
      await addExpense(provider, account, 1000, '2025-06-20T22:00:00Z');
      await run('2025-07-01');
      expect((await rewardsOf(provider)).map(({ expense }) => expense)).toEqual([first, last]);
    });

    test('by a rule that was made after the expense', async () => {
      const provider = await newProvider();
      const account = await addReferral(provider);
      await sql`update referralprogram_rule_version set since = ${at('2025-06-20T12:00:00Z')} where referralprogram_rule in (select id from referralprogram_rule where referralprogram = ${provider.program})`.execute(
        place().store,
      );
      await addExpense(provider, account, 1000, '2025-06-20T11:59:59Z');
      const later = await addExpense(provider, account, 1000, '2025-06-20T12:00:00Z');
      await run('2025-07-01');
      expect((await rewardsOf(provider)).map(({ expense }) => expense)).toEqual([later]);
    });

    test('of nothing: a share that rounds to zero', async () => {
      const provider = await newProvider();
      const account = await addReferral(provider);
      await addExpense(provider, account, 4, '2025-06-20T12:00:00Z');
      await run('2025-07-01');
      expect(await rewardsOf(provider)).toEqual([]);
    });
  });

  test('a date that is none is refused by name, and nothing runs', async () => {
    await newProvider();
    await expect(run('2025-02-30')).rejects.toThrow(`'2025-02-30' is no day`);
  });

  test('a second reward of an expense by the same rule is refused by the table itself', async () => {
    const provider = await newProvider();
    const account = await addReferral(provider);
    await addExpense(provider, account, 1000, '2025-06-20T12:00:00Z');
    await run('2025-07-01');
    const { store } = place();
    const [reward] = await store
      .selectFrom('referralprogram_reward')
      .where('referer_account', '=', provider.partner)
      .selectAll()
      .execute();
    if (reward === undefined) throw new Error('there is a reward');
    const { id: _, ...again } = reward;
    await expect(store.insertInto('referralprogram_reward').values(again).execute()).rejects.toThrow(/unique/i);
  });

  test('the rewards of a run are what TypeScript’s share says, to the minor unit', async () => {
    const amount = fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 });
    const small = fc.integer({ min: -2000, max: 2000 });
    const percents = fc.sample(fc.integer({ min: 1, max: 1_000_000 }), 12);
    for (const percent of [...percents, 500_000, 1_000_000]) {
      const provider = await newProvider();
      await sql`update referralprogram_rule_version set percent = ${percent} where referralprogram_rule in (select id from referralprogram_rule where referralprogram = ${provider.program})`.execute(
        place().store,
      );
      const account = await addReferral(provider);
      const expected = [];
      for (const of of [...fc.sample(fc.oneof(amount, small), 20), 5, -5, 9_000_000_000_000]) {
        const expense = await addExpense(provider, account, of, '2025-06-20T12:00:00Z');
        const share = shareOf(of, percent);
        if (share !== 0) expected.push({ expense, amount: share, cdate: '2025-07-01' });
      }
      await run('2025-06-30');
      // The reward alone: what partners are owed of negative ones, the payments decide.
      await place()
        .store.transaction()
        .execute((writing) => rewardsOfRun(writing, provider.project, { schedule: MONTHLY, day: '2025-07-01' }));
      expect(await rewardsOf(provider)).toEqual(expected);
      await place()
        .store.deleteFrom('referralprogram_reward')
        .where('referer_account', '=', provider.partner)
        .execute();
      await sql`delete from referralprogram_unrewarded where expense in (select id from expense where account = ${account})`.execute(
        place().store,
      );
      await place().store.deleteFrom('expense').where('account', '=', account).execute();
    }
  });

  test('a day ahead is taken for today: what is held back until then is paid, and what comes later in its period is judged by the run after it', async () => {
    const { store } = place();
    const provider = await withoutFirstRule(await newProvider());
    await addRule(provider, { percent: 100_000, hold_days: 14 });
    const account = await addReferral(provider);
    await addExpense(provider, account, 1000, '2025-06-20T12:00:00Z');
    const logs = openLogs(place().folder);
    const on = (now: string, day?: string) => maintain({ store, logs }, { now: at(`${now}T12:00:00Z`), day });
    await on('2025-07-02');
    expect(await paymentsOf(provider)).toEqual([]);
    await on('2025-07-02', '2025-08-01');
    expect(await paymentsOf(provider)).toEqual([{ reward_date: '2025-07-15', subaccountamount: 100, status: 4 }]);

    const later = await addExpense(provider, account, 2000, '2025-07-20T12:00:00Z');
    await on('2025-08-01');
    expect(await rewardsOf(provider)).toHaveLength(1);
    await on('2025-09-01');
    expect((await rewardsOf(provider)).at(-1)).toEqual({ expense: later, amount: 200, cdate: '2025-09-15' });
    await logs.close();
  });

  test('a day after the next run is refused, and nothing runs', async () => {
    const provider = await newProvider();
    const account = await addReferral(provider);
    await addExpense(provider, account, 1000, '2025-06-20T12:00:00Z');
    const { store } = place();
    const logs = openLogs(place().folder);
    const june = at('2025-06-25T12:00:00Z');
    await expect(maintain({ store, logs }, { now: june, day: '2025-08-01' })).rejects.toThrow(
      `'2025-08-01' is too far ahead`,
    );
    expect(await rewardsOf(provider)).toEqual([]);
    await maintain({ store, logs }, { now: june, day: '2025-07-31' });
    expect(await rewardsOf(provider)).toHaveLength(1);
    await logs.close();
  });
});
