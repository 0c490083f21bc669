import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { withBackend } from '../../testing/backend.ts';
import type { TestProvider } from '../../testing/provider.ts';
import { rewardTests } from '../../testing/reward-tests.ts';
import { staffOfProvider } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import type { Rate } from '../prices/exchange.ts';
import { currencyOf } from '../store/provider.ts';
import { addRate } from '../store/rates.ts';
import type { RuleTerms } from '../store/rules.ts';
import type { RefusalReason } from '../store/schema.ts';
import { explainExpense } from './explain-expense.ts';

const at = (text: string): number => Date.parse(text);

/** With what each reason to refuse is told; when there is none, `explain-expense.property.test.ts` proves. */
onEachStore((place) => {
  const backend = withBackend(place);
  const { run, newProvider, addRule, withoutFirstRule, addReferral, addExpense } = rewardTests(place);

  type Provider = TestProvider & { readonly rule: number };
  const withRule = async (terms: RuleTerms = { percent: 100_000 }): Promise<Provider> => {
    const provider = await withoutFirstRule(await newProvider());
    return { ...provider, rule: await addRule(provider, terms) };
  };
  /** Why the rule has refused an expense, and what is told of it. */
  const refused = async ({ rule }: Provider, expense: number): Promise<[RefusalReason | undefined, string]> => {
    const { rules } = await explainExpense(place().store, expense, at('2025-08-10T12:00:00Z'));
    const told = rules.find((one) => one.rule === rule);
    return [told?.outcome?.kind === 'refused' ? told.outcome.reason : undefined, told?.because ?? ''];
  };
  const setLimits = ({ rule }: Provider, ofReferral: number | null, ofPeriod: number | null) =>
    sql`
      update referralprogram_rule_version
      set limit_referral = ${ofReferral}, limit_period = ${ofPeriod}
      where referralprogram_rule = ${rule}
    `.execute(place().store);
  /** Rewards an expense by hand, at an instant. */
  const rewardByHand = async (
    { project, partner, rule }: Provider,
    expense: number,
    { amount, cdate, when }: { amount: string; cdate: string; when: string },
  ): Promise<void> => {
    const ask = await staffOfProvider(backend(), project);
    const { ok, id } = await ask('referralprogram.createreward', {
      ...{ referer_account: partner, referral_expense: expense, referralprogram_rule: rule },
      ...{ reward_amount: amount, reward_cdate: cdate },
    });
    expect(ok).toBe(true);
    await sql`
      update audit set cdate = ${at(when)} where func = 'referralprogram.createreward' and elid = ${Number(id)}
    `.execute(place().store);
  };
  const usersOf = (account: number) =>
    place().store.selectFrom('user').where('account', '=', account).select(['id', 'email']).executeTakeFirstOrThrow();
  const setEmail = (id: number, email: string) =>
    place().store.updateTable('user').set({ email }).where('id', '=', id).execute();

  test('self: with the users and their e-mails, or that they have changed since', async () => {
    const provider = await withRule();
    const client = await addReferral(provider);
    const [own, theirs] = [await usersOf(client), await usersOf(provider.partner)];
    const same = theirs.email.replace('client', 'Client').replace('@', '+shop@');
    await setEmail(own.id, same);
    const expense = await addExpense(provider, client, 1000, '2025-06-15T12:00:00Z');
    await run('2025-07-01');
    expect(await refused(provider, expense)).toEqual([
      'self',
      `user ${own.id} of the client is ${same}, and user ${theirs.id} of partner ${provider.partner} is ${theirs.email}`,
    ]);
    await setEmail(own.id, own.email);
    expect(await refused(provider, expense)).toEqual([
      'self',
      expect.stringContaining('which one is not known any more'),
    ]);
  });

  test('left: with the instant, and whether the partner is back', async () => {
    const provider = await withRule();
    const { store } = place();
    const { partner: account, project, program: referralprogram } = provider;
    const client = await addReferral(provider);
    await store.deleteFrom('referralprogram_referer').where('account', '=', account).execute();
    const left = { account, project, referralprogram, cdate: at('2025-06-12T12:00:00Z') };
    await store.insertInto('referralprogram_referer_withdrawn').values(left).execute();
    const expense = await addExpense(provider, client, 1000, '2025-06-15T12:00:00Z');
    await run('2025-07-01');
    const told = `partner ${account} left program ${referralprogram} at 2025-06-12 14:00:00, before the expense`;
    expect(await refused(provider, expense)).toEqual(['left', told]);

    await store.insertInto('referralprogram_referer').values({ account, project, referralprogram }).execute();
    expect(await refused(provider, expense)).toEqual(['left', `${told}; by now the partner is back`]);
    await store.deleteFrom('referralprogram_referer_withdrawn').where('account', '=', account).execute();
    expect(await refused(provider, expense)).toEqual(['left', expect.stringContaining('when is not known any more')]);
  });

  test('barred: with the group, and what is known of it when the partner is not in it any more', async () => {
    const provider = await withRule();
    const { store } = place();
    const { partner: account, project, program } = provider;
    const group = await store
      .insertInto('account_group')
      .values({ project, name: 'Staff' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const setGroup = (id: number | null) =>
      store.updateTable('referralprogram').set({ account_group_restrict: id }).where('id', '=', program).execute();
    await setGroup(group.id);
    await store.insertInto('account_group_member').values({ account_group: group.id, account }).execute();
    const expense = await addExpense(provider, await addReferral(provider), 1000, '2025-06-15T12:00:00Z');
    await run('2025-07-01');
    const named = `group ${group.id} 'Staff'`;
    expect(await refused(provider, expense)).toEqual([
      'barred',
      `partner ${account} is in ${named}, which gets no rewards`,
    ]);
    await store.deleteFrom('account_group_member').where('account', '=', account).execute();
    expect((await refused(provider, expense))[1]).toBe(
      `partner ${account} was in the group that gets no rewards; now that is ${named}, and the partner is not in it`,
    );
    await setGroup(null);
    expect((await refused(provider, expense))[1]).toContain('which one is not known any more');
  });

  test('later-order: with the earlier order, and with the other one that the rule has rewarded', async () => {
    const provider = await withRule({ percent: 100_000, orders: 'first' });
    const client = await addReferral(provider);
    const first = await addExpense(provider, client, 1000, '2025-06-15T12:00:00Z');
    const later = await addExpense(provider, client, 1000, '2025-06-16T12:00:00Z');
    await run('2025-07-01');
    const { id: reward } = await place()
      .store.selectFrom('referralprogram_reward')
      .where('expense', '=', first)
      .select('id')
      .executeTakeFirstOrThrow();
    const rewarded = `the rule has rewarded expense ${first} of 2025-06-15 14:00:00 (reward ${reward})`;
    expect(await refused(provider, later)).toEqual([
      'later-order',
      `expense ${first} of 2025-06-15 14:00:00 was an earlier order; ${rewarded}`,
    ]);
    // Recorded late, it is before the one that was rewarded.
    const late = await addExpense(provider, client, 1000, '2025-06-14T12:00:00Z');
    await run('2025-08-01');
    expect(await refused(provider, late)).toEqual(['later-order', rewarded]);
  });

  test('months-over: with the day on which the client joined, and that on which they were over', async () => {
    const provider = await withRule({ percent: 100_000, orders: 'months', months: 1 });
    const client = await addReferral(provider);
    const expense = await addExpense(provider, client, 1000, '2025-07-10T12:00:00Z');
    await run('2025-08-01');
    expect(await refused(provider, expense)).toEqual([
      'months-over',
      'the client joined on 2025-06-10, so the first day after the first month was 2025-07-10, and the expense is of 2025-07-10',
    ]);
  });

  test('no-rate: with the currency and the day, and whether there is one now; nothing: with what rounds', async () => {
    const provider = await withRule({ amount: 100 });
    const { store } = place();
    const dollar = await store.transaction().execute((writing) => currencyOf(writing, 'USD'));
    const client = await addReferral(provider);
    const foreign = await addExpense(provider, client, 1000, '2025-06-15T12:00:00Z', dollar);
    const free = await addExpense(provider, client, 0, '2025-06-15T12:00:00Z');
    await run('2025-07-01');
    const told = 'there was no rate of USD by 2025-06-15 that the amount could be exchanged at';
    expect(await refused(provider, foreign)).toEqual(['no-rate', `${told}, and there is none`]);
    const rate = { project: provider.project, currency: dollar, day: '2025-06-01', numerator: 5, denominator: 4 };
    await store.insertInto('currency_rate').values(rate).execute();
    expect(await refused(provider, foreign)).toEqual(['no-rate', `${told}, now there is one, of 1.25 USD for 1 EUR`]);
    expect(await refused(provider, free)).toEqual(['nothing', 'an expense of 0.00 EUR earns no fixed amount']);
  });

  test('no-rate: with the rate at which the amount comes to more than can be held, either way', async () => {
    const { store } = place();
    const dollar = await store.transaction().execute((writing) => currencyOf(writing, 'USD'));
    const told = async (terms: RuleTerms, rate: Rate) => {
      const provider = await withRule(terms);
      await addRate(store, { project: provider.project, currency: dollar, day: '2025-06-01', ...rate });
      const expense = await addExpense(provider, await addReferral(provider), 1000, '2025-06-15T12:00:00Z', dollar);
      await run('2025-07-01');
      return refused(provider, expense);
    };
    const more = 'the amount comes to more than can be held at the rate of';
    expect(await told({ amount: 100 }, { numerator: 100_000_000_000, denominator: 1 })).toEqual([
      'no-rate',
      `${more} 100000000000 USD for 1 EUR`,
    ]);
    const limited = { percent: 100_000, limit_period: 1000 };
    expect(await told(limited, { numerator: 1, denominator: 1_000_000_000_000 })).toEqual([
      'no-rate',
      expect.stringContaining(more),
    ]);
  });

  test('limit: with each limit and whose expenses had used it, but for those that were judged later', async () => {
    const provider = await withRule({ percent: 100_000, limit_referral: 150, limit_period: 200 });
    const [client, other] = [await addReferral(provider), await addReferral(provider)];
    await addExpense(provider, other, 500, '2025-06-14T12:00:00Z');
    await addExpense(provider, client, 2000, '2025-06-15T12:00:00Z');
    const expense = await addExpense(provider, client, 1000, '2025-06-16T12:00:00Z');
    await run('2025-07-01');
    const told = [
      'limit',
      `from the client the partner had earned 1.50 of at most 1.50 EUR (client ${client} 1.50 EUR); ` +
        `in the period the partner had earned 2.00 of at most 2.00 EUR (client ${client} 1.50 EUR, client ${other} 0.50 EUR)`,
    ];
    expect(await refused(provider, expense)).toEqual(told);
    await setLimits(provider, null, null);
    await addExpense(provider, client, 1000, '2025-06-11T12:00:00Z');
    await run('2025-08-01');
    await setLimits(provider, 150, 200);
    expect(await refused(provider, expense)).toEqual(told);
  });

  test('limit: with what was earned by hand before the run, whatever date it has, and not what was after it', async () => {
    const provider = await withRule({ percent: 100_000, limit_referral: 150 });
    const client = await addReferral(provider);
    const paid = await addExpense(provider, client, 1000, '2025-06-14T12:00:00Z');
    await rewardByHand(provider, paid, { amount: '1.00', cdate: '2025-12-01', when: '2025-06-20T12:00:00Z' });
    await addExpense(provider, client, 500, '2025-06-15T12:00:00Z');
    const expense = await addExpense(provider, client, 1000, '2025-06-16T12:00:00Z');
    await run('2025-07-01');
    const later = await addExpense(provider, client, 1000, '2025-06-12T12:00:00Z');
    await rewardByHand(provider, later, { amount: '3.00', cdate: '2025-06-12', when: '2025-07-20T12:00:00Z' });
    expect(await refused(provider, expense)).toEqual([
      'limit',
      'from the client the partner had earned 1.50 of at most 1.50 EUR ' +
        `(client ${client} 1.00 EUR by hand, client ${client} 0.50 EUR)`,
    ]);
  });

  test('limit: what is there and leaves room is told not to be all, but where not even the least unit fits in', async () => {
    const provider = await withRule({ percent: 100_000, limit_referral: 150 });
    const { store } = place();
    const dollar = await store.transaction().execute((writing) => currencyOf(writing, 'USD'));
    const rate = { project: provider.project, currency: dollar, day: '2025-06-01', numerator: 1, denominator: 4 };
    await store.insertInto('currency_rate').values(rate).execute();
    const client = await addReferral(provider);
    await addExpense(provider, client, 1490, '2025-06-15T12:00:00Z');
    const expense = await addExpense(provider, client, 1000, '2025-06-16T12:00:00Z', dollar);
    await run('2025-07-01');
    // The least unit of dollars is worth 4 cents here.
    const told = (limit: string) =>
      `from the client the partner had earned 1.49 of at most ${limit} EUR (client ${client} 1.49 EUR)`;
    expect(await refused(provider, expense)).toEqual(['limit', told('1.50')]);
    await setLimits(provider, 153, null);
    expect(await refused(provider, expense)).toEqual([
      'limit',
      `${told('1.53')}; what else had used it up is not known any more`,
    ]);
  });

  test('what is told is of the own program alone, whatever others of the same and of other providers say', async () => {
    const [one, two] = [await withRule({ percent: 100_000 }), await withRule({ percent: 1 })];
    const expenses: number[] = [];
    for (const provider of [one, two])
      expenses.push(await addExpense(provider, await addReferral(provider), 1000, '2025-06-15T12:00:00Z'));
    await run('2025-07-01');
    for (const [index, provider] of [one, two].entries()) {
      const { rules } = await explainExpense(place().store, expenses[index] ?? 0, at('2025-08-10T12:00:00Z'));
      expect(rules.map(({ rule, program }) => [rule, program])).toEqual([
        [provider.program, provider.program],
        [provider.rule, provider.program],
      ]);
    }
  });
});
