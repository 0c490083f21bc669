import { describe, expect, test } from '@jest/globals';
import { addTestClient, type TestProvider } from '../../testing/provider.ts';
import { JUNE, rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';
import type { Writing } from '../store/open.ts';
import { comparisons } from '../referral/conditions.ts';
import { currencyOf } from '../store/provider.ts';
import { addRate } from '../store/rates.ts';
import { addProgram, changeProgram, programOf, removeProgram } from '../store/programs.ts';
import {
  changeRule,
  type ConditionTerms,
  createCondition,
  createConditionGroup,
  removeRule,
  ruleOf,
  type RuleTerms,
} from '../store/rules.ts';
import { explainExpense } from './explain-expense.ts';
import { writeExplained } from './write-explained.ts';

const at = (text: string): number => Date.parse(text);

/** When it is asked. */
const AUGUST = at('2025-08-10T12:00:00Z');

/** What is told of an expense; that it agrees with what runs decide is proven by `explain-expense.property.test.ts`. */
onEachStore((place) => {
  const { run, newProvider, addRule, withoutFirstRule, addReferral, addExpense } = rewardTests(place);
  const transact = <Result>(work: (writing: Writing) => Promise<Result>): Promise<Result> =>
    place().store.transaction().execute(work);

  type Provider = TestProvider & { readonly rule: number };
  const withRule = async (terms: RuleTerms): Promise<Provider> => {
    const provider = await withoutFirstRule(await newProvider());
    return { ...provider, rule: await addRule(provider, terms) };
  };
  const ruleNow = async ({ project, rule }: Provider) => {
    const found = await ruleOf(place().store, project, rule);
    if (found === undefined) throw new Error('the rule is there');
    return found;
  };
  const addCondition = async (provider: Provider, terms: ConditionTerms): Promise<number> => {
    const rule = await ruleNow(provider);
    return transact(async (writing) => {
      const id = await createCondition(writing, provider.rule);
      await changeRule(writing, rule, { condition: { id, terms } }, JUNE);
      return id;
    });
  };
  /** The lines about a rule, without those of its versions. */
  const linesOf = async (expense: number, rule: number): Promise<string[]> => {
    const paragraphs = writeExplained(await explainExpense(place().store, expense, AUGUST)).split('\n\n');
    const [, ...lines] =
      paragraphs
        .find((one) => one.startsWith(`rule ${rule} `))
        ?.trimEnd()
        .split('\n') ?? [];
    return lines.map((line) => line.slice(2)).filter((line) => !line.startsWith('version'));
  };
  const JUNE_RUN = 'its period is from 2025-06-01 to 2025-06-30, and has its run on 2025-07-01 at 03:10';

  test('a reward is told with its payment, and with what a refund took back and which payment that is in', async () => {
    const provider = await newProvider();
    const referral = await addReferral(provider);
    const expense = await addExpense(provider, referral, 1050, '2025-06-15T12:00:00Z');
    await run('2025-07-01');
    const refund = await place()
      .store.insertInto('refund')
      .values({ expense, amount: 500, cdate: at('2025-07-10T12:00:00Z'), cday: '2025-07-10' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await run('2025-08-01');

    const { store } = place();
    const rewards = await store
      .selectFrom('referralprogram_reward')
      .where('expense', '=', expense)
      .orderBy('id')
      .select('id')
      .execute();
    const { payment } = await store
      .selectFrom('payment_reward')
      .where('reward', '=', rewards[0]?.id ?? 0)
      .select('payment')
      .executeTakeFirstOrThrow();
    const { version } = await ruleNow({ ...provider, rule: provider.program });
    expect(writeExplained(await explainExpense(store, expense, AUGUST)).split('\n')).toEqual([
      `client ${referral} is a referral of partner ${provider.partner} in program ${provider.program}`,
      '',
      `rule ${provider.program} of program ${provider.program}`,
      `  version ${version.id}, in force from 2025-06-10 14:00:00 on: 10 % of an expense`,
      `  ${JUNE_RUN}`,
      `  rewarded by the run of 2025-07-01: partner ${provider.partner} earned 1.05 EUR (reward ${rewards[0]?.id}), ` +
        `payable from 2025-07-01, in payment ${payment}`,
      `    refund ${refund.id} took back 0.50 EUR (reward ${rewards[1]?.id}), payable from 2025-08-01, ` +
        'in no payment yet: carried over, for what the partner is owed with it comes to -0.50 EUR',
    ]);
  });

  test('a version is told with all that it says', async () => {
    const provider = await withRule({
      ...{ percent: 75_000, orders: 'months', months: 3, limit_referral: 500, limit_period: 1000 },
      ...{ hold_days: 14, min_payment: 2000 },
    });
    const rule = await ruleNow(provider);
    const covers = { itemtypes: ['vds', 'vhost'], pricelists: [provider.pricelist] };
    await transact((writing) => changeRule(writing, rule, { covers }, JUNE));
    const expense = await addExpense(provider, await addReferral(provider), 1050, '2025-06-15T12:00:00Z');
    expect(writeExplained(await explainExpense(place().store, expense, AUGUST))).toContain(
      `: 7.5 % of an expense, for type 'vds' or type 'vhost' or tariff ${provider.pricelist}, of the first 3 months, ` +
        'at most 5.00 EUR by a client, at most 10.00 EUR in a period, held back for 14 days, ' +
        'in payments of at least 20.00 EUR\n',
    );
  });

  test('one month and one day are told in the singular', async () => {
    const provider = await withRule({ percent: 75_000, orders: 'months', months: 1, hold_days: 1 });
    const expense = await addExpense(provider, await addReferral(provider), 1050, '2025-06-15T12:00:00Z');
    expect(writeExplained(await explainExpense(place().store, expense, AUGUST))).toContain(
      ': 7.5 % of an expense, of the first month, held back for 1 day\n',
    );
  });

  test('a condition is told with what it looked at and its group, and not as read before it was', async () => {
    const provider = await withRule({ percent: 100_000 });
    const group = await transact((writing) => createConditionGroup(writing, provider.rule, 'Big or many'));
    const usual = { condition_group: group, orderperiods: null };
    const big = await addCondition(provider, { ...usual, ctype: 1, comparison: 'more', threshold: 2000 });
    const many = await addCondition(provider, { ...usual, ctype: 3, comparison: 'moreequal', threshold: 2 });
    const alone = { condition_group: null, orderperiods: '1,12' };
    const single = await addCondition(provider, { ...alone, ctype: 2, comparison: 'equal', threshold: 1 });
    const [client] = [await addReferral(provider), await addReferral(provider)];
    const expense = await addExpense(provider, client, 1050, '2025-06-15T12:00:00Z');
    const { partner } = provider;
    expect(await linesOf(expense, provider.rule)).toEqual([
      JUNE_RUN,
      `group ${group} 'Big or many', of which one is enough: not known`,
      `  condition ${big}, referral's sales volume (of client ${client}): not read yet, must be > 20.00 EUR`,
      `  condition ${many}, number of referrals brought by the referrer (of partner ${partner}): not read yet, must be >= 2`,
      `condition ${single}, number of services purchased by the referral (of client ${client}, for payment periods 1,12): ` +
        `not read yet, must be = 1`,
      'not judged yet: the run of 2025-07-01 will, and reads what is not read yet',
    ]);

    await run('2025-07-01');
    expect((await linesOf(expense, provider.rule)).slice(1, -1)).toEqual([
      `group ${group} 'Big or many', of which one is enough: holds`,
      `  condition ${big}, referral's sales volume (of client ${client}): 10.50 EUR > 20.00 EUR: does not hold`,
      `  condition ${many}, number of referrals brought by the referrer (of partner ${partner}): 2 >= 2: holds`,
      `condition ${single}, number of services purchased by the referral (of client ${client}, for payment periods 1,12): ` +
        `1 = 1: holds`,
    ]);
  });

  test('a condition is told to hold exactly where the run found so, around each threshold by each comparison', async () => {
    const provider = await withoutFirstRule(await newProvider());
    const expense = await addExpense(provider, await addReferral(provider), 1050, '2025-06-15T12:00:00Z');
    for (const [ctype, value] of [1050, 1, 1, 1050].entries())
      for (const comparison of comparisons)
        for (const threshold of [value - 1, value, value + 1]) {
          const rule = await addRule(provider, { percent: 100_000 });
          const terms = { ctype: ctype + 1, comparison, threshold, condition_group: null, orderperiods: null };
          await addCondition({ ...provider, rule }, terms);
        }
    await run('2025-07-01');
    const told = (await explainExpense(place().store, expense, AUGUST)).rules.filter(
      ({ version }) => version !== undefined,
    );
    const held = told.map(({ outcome }) => outcome?.kind === 'rewarded');
    expect(told.map(({ groups }) => groups.map(({ holds }) => holds))).toEqual(held.map((one) => [one]));
    expect(held.filter((one) => one)).toHaveLength(4 * (1 + 2 + 1 + 2 + 1));
    expect(held).toHaveLength(4 * 5 * 3);
  });

  test('a refusal is told with its reason, and whose inputs are told where the partner has changed since', async () => {
    const provider = await withRule({ percent: 100_000 });
    const usual = { condition_group: null, orderperiods: null };
    const many = await addCondition(provider, { ...usual, ctype: 3, comparison: 'more', threshold: 1 });
    const client = await addReferral(provider);
    const expense = await addExpense(provider, client, 1050, '2025-06-15T12:00:00Z');
    await run('2025-07-01');
    const told = (partner: number, what: string, failed: string) => [
      JUNE_RUN,
      `condition ${many}, number of referrals brought by the referrer ` +
        `(of partner ${partner}, the partner now: a refusal does not say who was then): ${what}`,
      `refused by the run of 2025-07-01: condition, ${failed}`,
    ];
    expect(await linesOf(expense, provider.rule)).toEqual(
      told(provider.partner, '1 > 1: does not hold', `condition ${many} did not hold`),
    );

    const { account: other } = await transact((writing) => addTestClient(writing, provider.project, JUNE));
    await place()
      .store.updateTable('referralprogram_referral')
      .set({ referer_account: other })
      .where('referral_account', '=', client)
      .execute();
    expect(await linesOf(expense, provider.rule)).toEqual(
      told(
        other,
        'not read, must be > 1',
        'a group of conditions did not hold, or a condition without one; which is not known any more',
      ),
    );
  });

  test('an expense that is recorded after its run waits for the next run that is not done', async () => {
    const provider = await newProvider();
    const referral = await addReferral(provider);
    await run('2025-08-01');
    const expense = await addExpense(provider, referral, 1050, '2025-06-15T12:00:00Z');
    expect(await linesOf(expense, provider.program)).toEqual([JUNE_RUN, 'not judged yet: the run of 2025-09-01 will']);
    await run('2025-09-01');
    expect((await linesOf(expense, provider.program)).at(-1)).toContain('rewarded by the run of 2025-09-01');
  });

  test('a reward that a limit has cut down is told as such, a whole one is not', async () => {
    const provider = await withRule({ percent: 100_000, limit_period: 150, hold_days: 14 });
    const referral = await addReferral(provider);
    const whole = await addExpense(provider, referral, 1000, '2025-06-15T12:00:00Z');
    const cut = await addExpense(provider, referral, 1000, '2025-06-16T12:00:00Z');
    const refused = await addExpense(provider, referral, 1000, '2025-06-17T12:00:00Z');
    await run('2025-07-01');
    expect((await linesOf(whole, provider.rule)).slice(1)).toEqual([
      expect.stringMatching(/^rewarded by the run of 2025-07-01: .* 1\.00 EUR .*payable from 2025-07-15/),
    ]);
    expect((await linesOf(cut, provider.rule)).slice(1)).toEqual([
      expect.stringContaining('earned 0.50 EUR'),
      '  less than the 1.00 EUR that the rule gives, so a limit seems to have cut it down: ' +
        `in the period the partner had earned 1.00 of at most 1.50 EUR (client ${referral} 1.00 EUR)`,
    ]);
    expect((await linesOf(refused, provider.rule)).slice(1)).toEqual([
      'refused by the run of 2025-07-01: limit, ' +
        `in the period the partner had earned 1.50 of at most 1.50 EUR (client ${referral} 1.50 EUR)`,
    ]);
  });

  test('a reward is not told to be cut down by a limit that had more room than it took', async () => {
    const provider = await withRule({ amount: 100, limit_period: 150 });
    const { store } = place();
    const currency = await transact((writing) => currencyOf(writing, 'USD'));
    const setRate = (numerator: number) =>
      addRate(store, { project: provider.project, currency, day: '2025-06-01', numerator, denominator: 1 });
    const referral = await addReferral(provider);
    await setRate(1);
    const expense = await addExpense(provider, referral, 1000, '2025-06-15T12:00:00Z', currency);
    await run('2025-07-01');
    await setRate(2);
    expect((await linesOf(expense, provider.rule)).slice(1)).toEqual([expect.stringContaining('earned 1.00 USD')]);
  });

  describe('a rule that does not look at an expense is told with why', () => {
    const told = async (expense: number, rule: number) =>
      (await linesOf(expense, rule)).map((line) => line.replace('does not look at the expense: ', ''));

    test('by when the client joined, and when the rule was in force', async () => {
      const provider = await withRule({ percent: 100_000 });
      const referral = await addReferral(provider, at('2025-06-12T12:00:00Z'));
      const early = await addExpense(provider, referral, 1050, '2025-06-11T12:00:00Z');
      const rule = await ruleNow(provider);
      await transact((writing) => removeRule(writing, rule, at('2025-06-20T12:00:00Z')));
      const late = await addExpense(provider, referral, 1050, '2025-06-20T12:00:00Z');
      await run('2025-07-01');
      expect(await told(early, provider.rule)).toEqual(['the client became a referral later, at 2025-06-12 14:00:00']);
      expect(await told(late, provider.rule)).toEqual([
        'the rule was in force from 2025-06-10 14:00:00 until 2025-06-20 14:00:00, so it was not in force then',
      ]);
    });

    test('by the dates of the program, and when it was closed', async () => {
      const provider = await withRule({ percent: 100_000 });
      const { project, program } = provider;
      const referral = await addReferral(provider);
      const days = ['2025-06-14', '2025-06-15', '2025-06-17', '2025-06-18'];
      const expenses: number[] = [];
      for (const day of days) expenses.push(await addExpense(provider, referral, 1050, `${day}T12:00:00Z`));
      const found = await programOf(place().store, project, program);
      if (found === undefined) throw new Error('the program is there');
      const { name, url } = found;
      const dates = { start_date: '2025-06-15', end_date: '2025-06-17' };
      await transact((writing) => changeProgram(writing, program, { name, url, ...dates }));
      await transact((writing) => removeProgram(writing, program, at('2025-06-17T12:00:00Z')));
      const closed = 'the program was closed at 2025-06-17 14:00:00';
      await run('2025-07-01');
      expect(await Promise.all(expenses.map((expense) => told(expense, provider.rule)))).toEqual([
        ['the program counts from 2025-06-15 on'],
        [JUNE_RUN, expect.stringContaining('rewarded')],
        [closed],
        ['the program counts until 2025-06-17', closed],
      ]);
    });

    test('by what was paid for, by the version of that time, and by the program', async () => {
      const provider = await withRule({ percent: 100_000 });
      const referral = await addReferral(provider);
      const before = await addExpense(provider, referral, 1050, '2025-06-14T12:00:00Z');
      const rule = await ruleNow(provider);
      const covers = { itemtypes: ['vds'], pricelists: [] };
      await transact((writing) => changeRule(writing, rule, { covers }, at('2025-06-15T12:00:00Z')));
      const after = await addExpense(provider, referral, 1050, '2025-06-15T12:00:00Z');
      await run('2025-07-01');
      expect(await told(before, provider.rule)).toEqual([JUNE_RUN, expect.stringContaining('rewarded')]);
      expect(await told(after, provider.rule)).toEqual([
        `the version covers type 'vds', and what was paid for is tariff ${provider.pricelist} of type 'vhost'`,
      ]);
    });

    test('and with its conditions, by what a run has read of the period for others, or as not read', async () => {
      const provider = await withRule({ percent: 100_000 });
      const usual = { condition_group: null, orderperiods: null, comparison: 'moreequal', threshold: 1 } as const;
      const joined = await addCondition(provider, { ...usual, ctype: 3 });
      const bought = await addCondition(provider, { ...usual, ctype: 2 });
      const [other, referral] = [await addReferral(provider), await addReferral(provider, at('2025-06-20T12:00:00Z'))];
      await addExpense(provider, other, 1050, '2025-06-15T12:00:00Z');
      const early = await addExpense(provider, referral, 1050, '2025-06-15T12:00:00Z');
      await run('2025-07-01');
      expect(await told(early, provider.rule)).toEqual([
        'the client became a referral later, at 2025-06-20 14:00:00',
        'its period is from 2025-06-01 to 2025-06-30',
        `condition ${joined}, number of referrals brought by the referrer (of partner ${provider.partner}): 2 >= 1: holds`,
        `condition ${bought}, number of services purchased by the referral (of client ${referral}): not read, must be >= 1`,
      ]);
    });

    test('of a client without a partner there is no rule, and of an expense that is not there nothing', async () => {
      const provider = await newProvider();
      const { account } = await transact((writing) => addTestClient(writing, provider.project, JUNE));
      const expense = await addExpense(provider, account, 1050, '2025-06-15T12:00:00Z');
      expect(writeExplained(await explainExpense(place().store, expense, AUGUST))).toBe(
        `client ${account} has no partner, so no rule looks at the expense`,
      );
      await expect(explainExpense(place().store, 999_999, AUGUST)).rejects.toThrow(
        new RangeError('there is no expense 999999'),
      );
    });
  });

  test('what a rule of the program before has judged is told too', async () => {
    const provider = await withRule({ percent: 1 });
    const client = await addReferral(provider);
    const expense = await addExpense(provider, client, 1050, '2025-06-15T12:00:00Z');
    await run('2025-07-01');
    const { project } = provider;
    const other = { project, name: 'Other', url: 'https://other.example/', percent: 100_000 };
    const program = await transact((writing) => addProgram(writing, other, JUNE));
    await place()
      .store.updateTable('referralprogram_referral')
      .set({ referralprogram: program })
      .where('referral_account', '=', client)
      .execute();
    expect(await linesOf(expense, provider.rule)).toEqual([
      'does not look at the expense: the client is no referral of this program',
      JUNE_RUN,
      'refused by the run of 2025-07-01: nothing, 0.0001 % of 10.50 EUR rounds to 0.00 EUR',
    ]);
    expect(await linesOf(expense, program)).toEqual([JUNE_RUN, 'not judged yet: the run of 2025-08-01 will']);
  });
});
