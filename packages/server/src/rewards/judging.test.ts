import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { addTestClient, linkTestReferral, type TestProvider } from '../../testing/provider.ts';
import { rewardsOfRun } from '../../testing/reward-run.ts';
import { JUNE, rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import { comparisons } from '../referral/conditions.ts';
import type { Rate } from '../prices/exchange.ts';
import { localDay } from '../referral/local-day.ts';
import { addAccountGroup, setMembership } from '../store/account-groups.ts';
import { addPartner, withdrawPartner } from '../store/programs.ts';
import { currencyOf } from '../store/provider.ts';
import { addRate } from '../store/rates.ts';
import {
  changeRule,
  type ConditionTerms,
  createCondition,
  createConditionGroup,
  ruleOf,
  type RuleTerms,
} from '../store/rules.ts';
import { MONTHLY, type Schedule } from './schedule.ts';

const at = (text: string): number => Date.parse(text);
const TENTH: RuleTerms = { percent: 100_000 };
const EUR = 126;

/** An example of each thing that `docs/rewards.md` says of judging; `rewards.property.test.ts` is the proof. */
onEachStore((place) => {
  const { newProvider, addRule, withoutFirstRule, addReferral, addExpense } = rewardTests(place);

  /** A provider with one rule. */
  const withRule = async (terms: RuleTerms): Promise<TestProvider & { readonly rule: number }> => {
    const provider = await withoutFirstRule(await newProvider());
    return { ...provider, rule: await addRule(provider, terms) };
  };
  type Provider = Awaited<ReturnType<typeof withRule>>;

  const change = async (
    { project, rule }: Provider,
    { terms, condition }: { terms?: RuleTerms; condition?: ConditionTerms },
    when = JUNE,
  ): Promise<void> =>
    place()
      .store.transaction()
      .execute(async (writing) => {
        const found = await ruleOf(writing, project, rule);
        if (found === undefined) throw new Error('the rule is there');
        const id = await createCondition(writing, rule);
        await changeRule(
          writing,
          found,
          { ...(terms && { terms }), ...(condition && { condition: { id, terms: condition } }) },
          when,
        );
      });
  /** A provider whose rule has a condition. */
  const withCondition = async (said: Partial<ConditionTerms> & Pick<ConditionTerms, 'ctype'>): Promise<Provider> => {
    const provider = await withRule(TENTH);
    await change(provider, { condition: conditionOf(said) });
    return provider;
  };
  const run = ({ project }: Provider, day: string, schedule: Schedule = MONTHLY) =>
    place()
      .store.transaction()
      .execute((writing) => rewardsOfRun(writing, project, { schedule, day }));
  /** An expense for no service that is known here. */
  const addForeign = async (account: number, amount: number, when: string, currency = EUR): Promise<number> => {
    const cday = localDay(at(when), 'Europe/Berlin');
    const expense = { account, item: null, amount, currency, cdate: at(when), cday };
    const query = place().store.insertInto('expense').values(expense).returning('id');
    return (await query.executeTakeFirstOrThrow()).id;
  };
  const currency = (iso: string): Promise<number> =>
    place()
      .store.transaction()
      .execute((writing) => currencyOf(writing, iso));
  const leave = ({ partner, project, program }: Provider, when: string): Promise<boolean> =>
    place()
      .store.transaction()
      .execute((writing) =>
        withdrawPartner(writing, { account: partner, project, referralprogram: program }, at(when)),
      );
  const comeBack = ({ partner, project, program }: Provider): Promise<boolean> =>
    addPartner(place().store, { account: partner, project, referralprogram: program });
  const setEmail = (account: number, email: string): Promise<unknown> =>
    place().store.updateTable('user').set({ email }).where('account', '=', account).execute();

  /** What became of expenses: an amount, a reason, or nothing yet. */
  const judged = async (...expenses: number[]): Promise<(number | string | undefined)[]> => {
    const { store } = place();
    const rewards = await store.selectFrom('referralprogram_reward').selectAll().execute();
    const refusals = await store.selectFrom('referralprogram_unrewarded').selectAll().execute();
    return expenses.map((id) => {
      const of = ({ expense }: { expense: number }): boolean => expense === id;
      return rewards.find(of)?.amount ?? refusals.find(of)?.reason;
    });
  };
  const inputsOf = ({ rule }: Provider) =>
    place()
      .store.selectFrom('referralprogram_input as input')
      .innerJoin('referralprogram_rule_version as version', 'version.id', 'input.version')
      .where('version.referralprogram_rule', '=', rule)
      .orderBy('input.period_end')
      .orderBy('input.account')
      .select(['input.period_end', 'input.account', 'input.value'])
      .execute();

  describe('a pair is judged', () => {
    test('by the run of its period’s end; recorded late, by the first run after that; and once', async () => {
      const provider = await withRule(TENTH);
      const referral = await addReferral(provider);
      const last = await addExpense(provider, referral, 1000, '2025-06-30T21:59:59.999Z');
      const next = await addExpense(provider, referral, 1000, '2025-06-30T22:00:00Z');
      await run(provider, '2025-07-01');
      expect(await judged(last, next)).toEqual([100, undefined]);
      const late = await addExpense(provider, referral, 500, '2025-06-20T12:00:00Z');
      expect((await run(provider, '2025-08-01')).map(({ expense, cdate }) => ({ expense, cdate }))).toEqual([
        { expense: next, cdate: '2025-08-01' },
        { expense: late, cdate: '2025-08-01' },
      ]);
      expect(await run(provider, '2025-08-01')).toEqual([]);
    });

    test('of a schedule on the 31st by the last day of a shorter month, whose own expenses are of the next period', async () => {
      const schedule = { day: 31, time: '12:00' };
      const provider = await withRule({ ...TENTH, schedule_day: 31, schedule_time: '12:00' });
      const referral = await addReferral(provider);
      const before = await addExpense(provider, referral, 1000, '2025-06-29T12:00:00Z');
      const on = await addExpense(provider, referral, 1000, '2025-06-30T08:00:00Z');
      await run(provider, '2025-07-01');
      expect(await judged(before, on)).toEqual([undefined, undefined]);
      await run(provider, '2025-06-30', schedule);
      expect(await judged(before, on)).toEqual([100, undefined]);
      await run(provider, '2025-07-31', schedule);
      expect(await judged(on)).toEqual([100]);
    });

    test('by the version in force when the expense was made, and by the schedule of that version', async () => {
      const provider = await withRule(TENTH);
      const referral = await addReferral(provider);
      await change(provider, { terms: { percent: 200_000, schedule_day: 15 } }, at('2025-06-20T12:00:00Z'));
      const before = await addExpense(provider, referral, 1000, '2025-06-20T11:59:59.999Z');
      const after = await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
      await run(provider, '2025-07-01');
      expect(await judged(before, after)).toEqual([100, undefined]);
      await run(provider, '2025-07-15', { ...MONTHLY, day: 15 });
      expect(await judged(before, after)).toEqual([100, 200]);
    });

    test('only if the program counts the expense: on its days, and before it was closed', async () => {
      const provider = await withRule(TENTH);
      const referral = await addReferral(provider);
      const expenses = [];
      for (const when of ['11T21:59:59.999', '11T22:00:00', '15T11:59:59.999', '15T12:00:00', '20T12:00:00'])
        expenses.push(await addExpense(provider, referral, 1000, `2025-06-${when}Z`));
      const days = { start_date: '2025-06-12', end_date: '2025-06-18' };
      const { store } = place();
      await store
        .updateTable('referralprogram')
        .set({ ...days, closed: at('2025-06-15T12:00:00Z') })
        .where('id', '=', provider.program)
        .execute();
      await run(provider, '2025-07-01');
      expect(await judged(...expenses)).toEqual([undefined, 100, 100, undefined, undefined]);
    });

    test('only if the version covers it: by a type of service or a tariff; without a service it is covered by no list', async () => {
      const provider = await withRule(TENTH);
      const other = await withRule(TENTH);
      const referrals = [await addReferral(provider), await addReferral(other)] as const;
      const cover = async ({ rule }: Provider, covers: { itemtype: string } | { pricelist: number }): Promise<void> => {
        const { store } = place();
        const query = store.selectFrom('referralprogram_rule_version').where('referralprogram_rule', '=', rule);
        const { id: version } = await query.select('id').executeTakeFirstOrThrow();
        const none = { itemtype: null, pricelist: null };
        await store
          .insertInto('referralprogram_rule_covers')
          .values({ ...none, ...covers, version })
          .execute();
      };
      await cover(provider, { itemtype: 'vhost' });
      await cover(other, { pricelist: provider.pricelist });
      const expenses = [
        await addExpense(provider, referrals[0], 1000, '2025-06-20T12:00:00Z'),
        await addForeign(referrals[0], 1000, '2025-06-20T12:00:00Z'),
        await addExpense(other, referrals[1], 1000, '2025-06-20T12:00:00Z'),
        await addExpense({ ...other, pricelist: provider.pricelist }, referrals[1], 1000, '2025-06-20T12:00:00Z'),
      ];
      await run(provider, '2025-07-01');
      await run(other, '2025-07-01');
      expect(await judged(...expenses)).toEqual([100, undefined, undefined, 100]);
    });
  });

  describe('the reasons to refuse, of which the first that holds is kept', () => {
    test('self: a user of both has the same mailbox, however it is written; a similar one is another', async () => {
      const provider = await withRule(TENTH);
      const [same, similar] = [await addReferral(provider), await addReferral(provider)];
      const name = `jörn-${String(provider.project)}-${String(place().databaseUrl === undefined)}`;
      await setEmail(provider.partner, `${name}+partner@example.com`);
      await setEmail(same, `${name.toUpperCase()}+a+b@Example.com`);
      await setEmail(similar, `${name}.@example.com`);
      const expenses = [
        await addExpense(provider, same, 1000, '2025-06-20T12:00:00Z'),
        await addExpense(provider, similar, 1000, '2025-06-20T12:00:00Z'),
      ];
      await run(provider, '2025-07-01');
      expect(await judged(...expenses)).toEqual(['self', 100]);
    });

    test('left: before the expense was made, and not at that instant', async () => {
      const provider = await withRule(TENTH);
      const referral = await addReferral(provider);
      await leave(provider, '2025-06-20T12:00:00Z');
      const expenses = [
        await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z'),
        await addExpense(provider, referral, 1000, '2025-06-20T12:00:00.001Z'),
      ];
      await run(provider, '2025-07-01');
      expect(await judged(...expenses)).toEqual([100, 'left']);
    });

    test('left: not who has come back when it is judged, and of several times the last one counts', async () => {
      const [back, gone] = [await withRule(TENTH), await withRule(TENTH)];
      const expenses = [];
      for (const provider of [back, gone]) {
        await leave(provider, '2025-06-12T12:00:00Z');
        await comeBack(provider);
        expenses.push(await addExpense(provider, await addReferral(provider), 1000, '2025-06-20T12:00:00Z'));
      }
      await leave(gone, '2025-06-25T12:00:00Z');
      expenses.push(await addExpense(gone, await addReferral(gone), 1000, '2025-06-26T12:00:00Z'));
      for (const provider of [back, gone]) await run(provider, '2025-07-01');
      expect(await judged(...expenses)).toEqual([100, 100, 'left']);
    });

    test('barred: who is in the group when it is judged; what was refused stays so', async () => {
      const provider = await withRule(TENTH);
      const referral = await addReferral(provider);
      const { store } = place();
      const account_group = await addAccountGroup(store, { project: provider.project, name: 'Staff' });
      const set = { account_group_restrict: account_group };
      await store.updateTable('referralprogram').set(set).where('id', '=', provider.program).execute();
      if (account_group === undefined) throw new Error('there was no such group');
      const member = { account_group, account: provider.partner };
      const expenses = [await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z')];
      await setMembership(store, member, true);
      await run(provider, '2025-07-01');
      expenses.push(await addExpense(provider, referral, 1000, '2025-07-20T12:00:00Z'));
      await setMembership(store, member, false);
      await run(provider, '2025-08-01');
      expect(await judged(...expenses)).toEqual(['barred', 100]);
    });

    test('later-order: an order is what was paid for at one instant, and those before the client was linked are none', async () => {
      const provider = await withRule({ ...TENTH, orders: 'first' });
      const referral = await addReferral(provider);
      await addExpense(provider, referral, 1000, '2025-06-09T12:00:00Z');
      const expenses = [
        await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z'),
        await addExpense(provider, referral, 500, '2025-06-20T12:00:00Z'),
        await addExpense(provider, referral, 1000, '2025-06-20T12:00:00.001Z'),
      ];
      await run(provider, '2025-07-01');
      expect(await judged(...expenses)).toEqual([100, 50, 'later-order']);
    });

    test('later-order: one that is recorded after another was rewarded is refused, though it is earlier', async () => {
      const provider = await withRule({ ...TENTH, orders: 'first' });
      const referral = await addReferral(provider);
      const rewarded = await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
      await run(provider, '2025-07-01');
      const late = await addExpense(provider, referral, 1000, '2025-06-15T12:00:00Z');
      await run(provider, '2025-08-01');
      expect(await judged(rewarded, late)).toEqual([100, 'later-order']);
    });

    test('later-order: what is recorded late of the same order is rewarded as well', async () => {
      const provider = await withRule({ ...TENTH, orders: 'first' });
      const referral = await addReferral(provider);
      const expenses = [await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z')];
      await run(provider, '2025-07-01');
      expenses.push(await addExpense(provider, referral, 500, '2025-06-20T12:00:00Z'));
      await run(provider, '2025-08-01');
      expect(await judged(...expenses)).toEqual([100, 50]);
    });

    test('later-order: a free trial is no order, nor is an expense of less than nothing; one that was refunded stays one', async () => {
      const provider = await withRule({ ...TENTH, orders: 'first' });
      const referral = await addReferral(provider);
      const expenses = [
        await addExpense(provider, referral, 0, '2025-06-15T12:00:00Z'),
        await addExpense(provider, referral, -1000, '2025-06-16T12:00:00Z'),
        await addExpense(provider, referral, 1000, '2025-07-20T12:00:00Z'),
        await addExpense(provider, referral, 1000, '2025-08-20T12:00:00Z'),
      ];
      await run(provider, '2025-07-01');
      const refund = { expense: expenses[2] ?? 0, amount: 1000, cdate: at('2025-07-25T12:00:00Z'), cday: '2025-07-25' };
      await place().store.insertInto('refund').values(refund).execute();
      await run(provider, '2025-08-01');
      await run(provider, '2025-09-01');
      expect(await judged(...expenses)).toEqual(['nothing', -100, 100, 'later-order']);
    });

    test.each([
      ['2025-06-10T12:00:00Z', '2025-07-09T21:59:59.999Z', '2025-07-09T22:00:00Z'],
      ['2026-01-31T12:00:00Z', '2026-02-28T22:59:59.999Z', '2026-02-28T23:00:00Z'],
      ['2026-01-28T12:00:00Z', '2026-02-27T22:59:59.999Z', '2026-02-27T23:00:00Z'],
      ['2028-01-30T12:00:00Z', '2028-02-29T22:59:59.999Z', '2028-02-29T23:00:00Z'],
    ])('months-over: the first month of who joined at %s ends with %s', async (joined, last, over) => {
      const provider = await withRule({ ...TENTH, orders: 'months', months: 1 });
      const referral = await addReferral(provider, at(joined));
      const expenses = [
        await addExpense(provider, referral, 1000, last),
        await addExpense(provider, referral, 1000, over),
      ];
      await run(provider, '2028-05-01');
      expect(await judged(...expenses)).toEqual([100, 'months-over']);
    });

    test('condition: (A or B) and C: each of a group is enough, and each group is needed', async () => {
      const amounts = { 1500: 150, 500: 50, 700: 'condition', 2500: 'condition' } as const;
      for (const [amount, expected] of Object.entries(amounts)) {
        const provider = await withRule(TENTH);
        const condition_group = await place()
          .store.transaction()
          .execute((writing) => createConditionGroup(writing, provider.rule, 'A or B'));
        for (const condition of [
          conditionOf({ ctype: 1, comparison: 'equal', threshold: 500, condition_group }),
          conditionOf({ ctype: 1, comparison: 'more', threshold: 1000, condition_group }),
          conditionOf({ ctype: 1, comparison: 'less', threshold: 2000 }),
        ])
          await change(provider, { condition });
        const expense = await addExpense(provider, await addReferral(provider), Number(amount), '2025-06-20T12:00:00Z');
        await run(provider, '2025-07-01');
        expect([amount, ...(await judged(expense))]).toEqual([amount, expected]);
      }
    });

    test('no-rate: of that day; by one, a fixed amount is exchanged, which needs none in the provider’s currency', async () => {
      const provider = await withRule({ amount: 500 });
      const referral = await addReferral(provider);
      const usd = await currency('USD');
      const rate = { numerator: 11_603, denominator: 10_000 };
      await addRate(place().store, { project: provider.project, currency: usd, day: '2025-06-20', ...rate });
      const expenses = [
        await addForeign(referral, 1000, '2025-06-19T12:00:00Z', usd),
        await addForeign(referral, 1000, '2025-06-20T12:00:00Z', usd),
        await addForeign(referral, 1000, '2025-06-19T12:00:00Z'),
      ];
      await run(provider, '2025-07-01');
      expect(await judged(...expenses)).toEqual(['no-rate', 580, 500]);
    });

    test('nothing: a share that rounds to it, half away from zero', async () => {
      const provider = await withRule(TENTH);
      const referral = await addReferral(provider);
      const expenses = [];
      for (const amount of [-5, -4, 0, 4, 5])
        expenses.push(await addExpense(provider, referral, amount, '2025-06-20T12:00:00Z'));
      await run(provider, '2025-07-01');
      expect(await judged(...expenses)).toEqual([-1, 'nothing', 'nothing', 'nothing', 1]);
    });

    test('nothing: no fixed amount for what was free or given back, for which no rate is needed', async () => {
      const provider = await withRule({ amount: 500 });
      const referral = await addReferral(provider);
      const usd = await currency('USD');
      const expenses = [];
      for (const amount of [0, -1000])
        for (const paidIn of [EUR, usd])
          expenses.push(await addForeign(referral, amount, '2025-06-20T12:00:00Z', paidIn));
      await run(provider, '2025-07-01');
      expect(await judged(...expenses)).toEqual(['nothing', 'nothing', 'nothing', 'nothing']);
    });

    test('nothing: a fixed amount that is less than the smallest unit of the expense’s currency', async () => {
      const provider = await withRule({ amount: 40 });
      const referral = await addReferral(provider);
      const yen = await currency('JPY');
      const rate = { numerator: 1, denominator: 1 };
      await addRate(place().store, { project: provider.project, currency: yen, day: '2025-06-01', ...rate });
      const expense = await addForeign(referral, 1000, '2025-06-20T12:00:00Z', yen);
      await run(provider, '2025-07-01');
      expect(await judged(expense)).toEqual(['nothing']);
    });

    test('the first that holds: left and of nothing is left; a refusal has the day of its run', async () => {
      const provider = await withRule(TENTH);
      const referral = await addReferral(provider);
      await leave(provider, '2025-06-12T12:00:00Z');
      const expense = await addExpense(provider, referral, 0, '2025-06-20T12:00:00Z');
      await run(provider, '2025-08-01');
      const refusals = place().store.selectFrom('referralprogram_unrewarded').where('expense', '=', expense);
      expect(await refusals.select(['reason', 'cdate']).execute()).toEqual([{ reason: 'left', cdate: '2025-08-01' }]);
    });
  });

  describe('a condition looks at', () => {
    test('ctype 0: nothing, and nothing is kept', async () => {
      const provider = await withCondition({ ctype: 0 });
      const expense = await addExpense(provider, await addReferral(provider), 1000, '2025-06-20T12:00:00Z');
      await run(provider, '2025-07-01');
      expect(await judged(expense)).toEqual([100]);
      expect(await inputsOf(provider)).toEqual([]);
    });

    test('ctype 1: the sum of the referral’s expenses in the period, since it joined', async () => {
      const provider = await withCondition({ ctype: 1, comparison: 'moreequal', threshold: 1500 });
      const [much, little] = [await addReferral(provider), await addReferral(provider)];
      await addExpense(provider, much, 9000, '2025-06-09T12:00:00Z');
      const expenses = [
        await addExpense(provider, much, 1000, '2025-06-20T12:00:00Z'),
        await addExpense(provider, much, 500, '2025-06-30T21:59:59.999Z'),
        await addExpense(provider, much, 1000, '2025-06-30T22:00:00Z'),
        await addExpense(provider, little, 1499, '2025-06-20T12:00:00Z'),
      ];
      await run(provider, '2025-07-01');
      await run(provider, '2025-08-01');
      expect(await judged(...expenses)).toEqual([100, 50, 'condition', 'condition']);
      expect(await inputsOf(provider)).toEqual([
        { period_end: '2025-07-01', account: much, value: 1500 },
        { period_end: '2025-07-01', account: little, value: 1499 },
        { period_end: '2025-08-01', account: much, value: 1000 },
      ]);
    });

    test('ctype 1: what was kept of its period judges an expense that is recorded late', async () => {
      const provider = await withCondition({ ctype: 1, comparison: 'less', threshold: 2000 });
      const referral = await addReferral(provider);
      await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
      await run(provider, '2025-07-01');
      const late = await addExpense(provider, referral, 5000, '2025-06-21T12:00:00Z');
      await run(provider, '2025-08-01');
      expect(await judged(late)).toEqual([500]);
      expect(await inputsOf(provider)).toMatchObject([{ period_end: '2025-07-01', value: 1000 }]);
    });

    test('ctype 1: in the provider’s currency, each exchanged at the latest rate of its day; without one it counts nothing', async () => {
      const provider = await withCondition({ ctype: 1, comparison: 'moreequal', threshold: 1 });
      const referral = await addReferral(provider);
      const usd = await currency('USD');
      for (const [day, numerator] of [
        ['2025-06-15', 2],
        ['2025-06-20', 4],
      ] as const)
        await addRate(place().store, { project: provider.project, currency: usd, day, numerator, denominator: 1 });
      await addForeign(referral, 9000, '2025-06-14T12:00:00Z', usd);
      // Each rounds to 50.1 and 25.3 cents, half away from zero.
      await addForeign(referral, 101, '2025-06-19T12:00:00Z', usd);
      await addForeign(referral, 101, '2025-06-20T12:00:00Z', usd);
      await addForeign(referral, 7, '2025-06-20T12:00:00Z');
      await run(provider, '2025-07-01');
      expect(await inputsOf(provider)).toMatchObject([{ value: 51 + 25 + 7 }]);
    });

    test('ctype 2: how many services the expenses before the period’s end were for, each once', async () => {
      const provider = await withCondition({ ctype: 2, comparison: 'moreequal', threshold: 2 });
      const referral = await addReferral(provider);
      const first = await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
      await addForeign(referral, 1000, '2025-06-20T12:00:00Z');
      const { store } = place();
      const { id: _, ...again } = await store
        .selectFrom('expense')
        .where('id', '=', first)
        .selectAll()
        .executeTakeFirstOrThrow();
      await store.insertInto('expense').values(again).execute();
      const second = await addExpense(provider, referral, 1000, '2025-06-30T22:00:00Z');
      await run(provider, '2025-07-01');
      await run(provider, '2025-08-01');
      expect(await judged(first, second)).toEqual(['condition', 100]);
      expect((await inputsOf(provider)).map(({ value }) => value)).toEqual([1, 2]);
    });

    test('ctype 3: how many referrals had joined before the period’s end, whenever it is judged', async () => {
      const provider = await withCondition({ ctype: 3, comparison: 'equal', threshold: 2 });
      const referral = await addReferral(provider);
      await addReferral(provider, at('2025-06-30T21:59:59.999Z'));
      await addReferral(provider, at('2025-06-30T22:00:00Z'));
      const expense = await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
      await run(provider, '2025-09-01');
      expect(await judged(expense)).toEqual([100]);
      expect(await inputsOf(provider)).toEqual([{ period_end: '2025-07-01', account: provider.partner, value: 2 }]);
    });

    test('ctype 3: where the hour before midnight comes twice, both are of the day before', async () => {
      const provider = await withRule({ ...TENTH, schedule_day: 5 });
      await change(provider, { condition: conditionOf({ ctype: 3, comparison: 'equal', threshold: 2 }) });
      await sql`update project set timezone = 'America/Santiago' where id = ${provider.project}`.execute(place().store);
      const referral = await addReferral(provider);
      // At midnight of 4 April 2026, 03:00 UTC, clocks are put back to 23:00.
      await addReferral(provider, at('2026-04-05T03:30:00Z'));
      await addReferral(provider, at('2026-04-05T04:00:00Z'));
      const expense = await addExpense(provider, referral, 1000, '2026-03-20T12:00:00Z');
      await run(provider, '2026-04-05', { ...MONTHLY, day: 5 });
      expect(await judged(expense)).toEqual([100]);
    });

    test('ctype 4: the sum of the expenses of the partner’s referrals in the program, and of nobody else’s', async () => {
      const provider = await withCondition({ ctype: 4, comparison: 'equal', threshold: 1500 });
      const [one, other] = [await addReferral(provider), await addReferral(provider)];
      const stranger = await place()
        .store.transaction()
        .execute((writing) => addTestClient(writing, provider.project, JUNE));
      const theirs = await place()
        .store.transaction()
        .execute((writing) => addTestClient(writing, provider.project, JUNE));
      const link = { ...provider, partner: stranger.account, account: theirs.account, joined: JUNE };
      await linkTestReferral(place().store, link);
      const expenses = [
        await addExpense(provider, one, 1000, '2025-06-20T12:00:00Z'),
        await addExpense(provider, other, 500, '2025-06-21T12:00:00Z'),
        await addExpense(provider, theirs.account, 700, '2025-06-21T12:00:00Z'),
      ];
      await addExpense(provider, one, 9000, '2025-06-09T12:00:00Z');
      await run(provider, '2025-07-01');
      expect(await judged(...expenses)).toEqual([100, 50, 'condition']);
    });

    test('with orderperiods only expenses for services of these periods; one without a service has none', async () => {
      for (const [orderperiods, value] of [
        ['1,12', 1000],
        ['12,-100', 0],
      ] as const) {
        const provider = await withCondition({ ctype: 1, comparison: 'more', threshold: 0, orderperiods });
        const referral = await addReferral(provider);
        await addExpense(provider, referral, 1000, '2025-06-20T12:00:00Z');
        await addForeign(referral, 500, '2025-06-20T12:00:00Z');
        await run(provider, '2025-07-01');
        expect(await inputsOf(provider)).toMatchObject([{ value }]);
      }
    });

    test('every comparison, below its threshold, on it and above', async () => {
      const held = [];
      for (const comparison of comparisons) {
        const provider = await withCondition({ ctype: 1, comparison, threshold: 1000 });
        const expenses = [];
        for (const amount of [990, 1000, 1010])
          expenses.push(await addExpense(provider, await addReferral(provider), amount, '2025-06-20T12:00:00Z'));
        await run(provider, '2025-07-01');
        held.push([comparison, ...(await judged(...expenses)).map((one) => one !== 'condition')]);
      }
      expect(held).toEqual([
        ['more', false, false, true],
        ['moreequal', false, true, true],
        ['less', true, false, false],
        ['lessequal', true, true, false],
        ['equal', false, true, false],
      ]);
    });
  });

  test('a reward may be paid from the day of its run on, or as many days later as the rule holds it back', async () => {
    const provider = await withRule({ ...TENTH, hold_days: 30 });
    await addExpense(provider, await addReferral(provider), 1000, '2025-06-20T12:00:00Z');
    expect(await run(provider, '2025-07-01')).toMatchObject([{ amount: 100, cdate: '2025-07-31' }]);
  });

  test('a rate by which an amount is more than the tables hold is no rate', async () => {
    const [fixed, share] = [
      await withRule({ amount: 9_000_000_000_000 }),
      await withCondition({ ctype: 1, comparison: 'equal', threshold: 1 }),
    ];
    const usd = await currency('USD');
    const add = ({ project }: Provider, rate: Rate): Promise<void> =>
      addRate(place().store, { project, currency: usd, day: '2025-06-01', ...rate });
    await add(fixed, { numerator: 2, denominator: 1 });
    await add(share, { numerator: 1, denominator: 2 });
    const referral = await addReferral(share);
    const expenses = [
      await addForeign(await addReferral(fixed), 1, '2025-06-20T12:00:00Z', usd),
      await addForeign(referral, 9_000_000_000_000, '2025-06-20T12:00:00Z', usd),
      await addForeign(referral, 1, '2025-06-20T12:00:00Z'),
    ];
    for (const provider of [fixed, share]) await run(provider, '2025-07-01');
    expect(await judged(...expenses)).toEqual(['no-rate', 900_000_000_000, 'nothing']);
  });
});

const conditionOf = (said: Partial<ConditionTerms> & Pick<ConditionTerms, 'ctype'>): ConditionTerms => ({
  condition_group: null,
  comparison: null,
  threshold: null,
  orderperiods: null,
  ...said,
});
