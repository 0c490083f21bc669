import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { withBackend } from '../../testing/backend.ts';
import { dumpOf } from '../../testing/dump.ts';
import { refused } from '../../testing/programs.ts';
import { addTestClient, type TestProvider } from '../../testing/provider.ts';
import { JUNE, rewardTests } from '../../testing/reward-tests.ts';
import { staffOfProvider, staffSession } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { addDays, localDay } from '../referral/local-day.ts';
import { addPartner } from '../store/programs.ts';
import { currencyOf } from '../store/provider.ts';
import { addRate } from '../store/rates.ts';
import { createCondition, changeRule, ruleOf } from '../store/rules.ts';

/** All expenses of the tests that a run judges. */
const SUMMER = { from: '2025-06-01', to: '2025-08-31' };

onEachStore((place) => {
  const backend = withBackend(place);
  const { run, newProvider, addRule, withoutFirstRule, addReferral, addExpense } = rewardTests(place);

  interface Simulated {
    readonly elem: readonly Readonly<Record<string, string>>[];
    readonly total: readonly Readonly<Record<string, string>>[];
  }
  const simulate = async (
    { project }: TestProvider,
    rule: object,
    days: { from: string; to: string } = SUMMER,
  ): Promise<Simulated> => {
    const ask = await staffOfProvider(backend(), project);
    const { error, elem, total } = await ask('billref.simulate', { rule: JSON.stringify(rule), ...days });
    expect(error).toBeUndefined();
    return { elem: elem ?? [], total: (total as Simulated['total'] | undefined) ?? [] };
  };
  const addPartnerTo = async (provider: TestProvider): Promise<TestProvider> => {
    const { store } = place();
    const { account: partner } = await store
      .transaction()
      .execute((writing) => addTestClient(writing, provider.project, JUNE));
    const { project, program: referralprogram } = provider;
    await addPartner(store, { account: partner, project, referralprogram });
    return { ...provider, partner };
  };
  const refund = (expense: number, amount: number, cday: string) =>
    place()
      .store.insertInto('refund')
      .values({ expense, amount, cdate: Date.parse(`${cday}T12:00:00Z`), cday })
      .execute();
  const yen = () =>
    place()
      .store.transaction()
      .execute((writing) => currencyOf(writing, 'JPY'));
  /** A summer of two partners: expenses in two currencies, of several referrals and months, with refunds. */
  const spendSummer = async (provider: TestProvider): Promise<TestProvider> => {
    const other = await addPartnerTo(provider);
    const [one, two, three] = [await addReferral(provider), await addReferral(provider), await addReferral(other)];
    const currency = await yen();
    const { project } = provider;
    await addRate(place().store, { project, currency, day: '2025-06-01', numerator: 16_250, denominator: 100 });
    const june = await addExpense(provider, one, 1000, '2025-06-15T12:00:00Z');
    await addExpense(provider, two, 3000, '2025-06-16T12:00:00Z');
    await addExpense(provider, three, 2000, '2025-06-30T21:59:59Z');
    await addExpense(provider, three, 50_000, '2025-07-01T12:00:00Z', currency);
    await addExpense(provider, one, 5000, '2025-07-10T12:00:00Z');
    await addExpense(provider, two, 4000, '2025-08-31T12:00:00Z');
    await refund(june, 500, '2025-07-20');
    return other;
  };
  /** What partners have earned by a rule, as the answer has it. */
  const earnedBy = async (rule: number): Promise<Record<string, number>> => {
    const rows = await place()
      .store.selectFrom('referralprogram_reward as reward')
      .innerJoin('currency', 'currency.id', 'reward.currency')
      .where('referralprogram_rule', '=', rule)
      .groupBy(['referer_account', 'currency.iso', 'currency.exponent'])
      .select((select) => ['referer_account', 'iso', 'exponent', select.fn.sum<number>('reward.amount').as('sum')])
      .execute();
    return Object.fromEntries(
      rows.map(({ referer_account, iso, exponent, sum }) => [`${referer_account} ${iso}`, sum / 10 ** exponent]),
    );
  };
  const amounts = (simulated: Simulated, what: 'would_earn' | 'earned') =>
    Object.fromEntries(simulated.elem.map((elem) => [`${elem.partner} ${elem.currency}`, Number(elem[what])]));

  test('the rule as it is would have earned what it has: limits, refunds and currencies included', async () => {
    const provider = await withoutFirstRule(await newProvider());
    const id = await addRule(provider, { percent: 100_000, limit_referral: 450, limit_period: 350 });
    const other = await spendSummer(provider);
    await run('2025-09-01');
    const summer = await simulate(provider, { id });
    expect(amounts(summer, 'would_earn')).toEqual(await earnedBy(id));
    expect(summer.elem.map(({ name: _, ...elem }) => elem)).toEqual([
      // 1.00 less 0.50, 2.50 of 3.00 in June, 3.50 of 5.00 in July, 2.00 of 4.00 ever.
      { partner: String(provider.partner), currency: 'EUR', would_earn: '8.50', earned: '8.50', difference: '0.00' },
      { partner: String(other.partner), currency: 'EUR', would_earn: '2.00', earned: '2.00', difference: '0.00' },
      // What 2.50 EUR are, which are left of 4.50.
      { partner: String(other.partner), currency: 'JPY', would_earn: '406', earned: '406', difference: '0' },
    ]);
    expect(summer.total).toEqual([
      { currency: 'EUR', would_earn: '10.50', earned: '10.50', difference: '0.00' },
      { currency: 'JPY', would_earn: '406', earned: '406', difference: '0' },
    ]);
    for (const days of [
      { from: '2025-06-01', to: '2025-06-30' },
      // What was earned before has used limits up.
      { from: '2025-07-01', to: '2025-07-31' },
      { from: '2025-08-31', to: '2025-08-31' },
    ]) {
      const month = await simulate(provider, { id }, days);
      expect(month.elem.length).toBeGreaterThan(0);
      expect(amounts(month, 'would_earn')).toEqual(amounts(month, 'earned'));
    }
  });

  test('twice the share would have earned twice as much', async () => {
    const provider = await newProvider();
    await spendSummer(provider);
    await run('2025-09-01');
    const { elem, total } = await simulate(provider, { id: provider.program, percent: 20 });
    expect(elem).toHaveLength(3);
    for (const { would_earn, earned, difference } of [...elem, ...total]) {
      expect(Number(earned)).toBeGreaterThan(0);
      expect(Number(would_earn)).toBe(2 * Number(earned));
      expect(Number(difference)).toBe(Number(earned));
    }
  });

  test('a new rule would have earned what it earns if it is made, beside what all rules of the program have earned', async () => {
    const { store } = place();
    const provider = await newProvider();
    await addRule(provider, { amount: 100 });
    const other = await spendSummer(provider);
    await run('2025-09-01');
    const fields = { percent: '7.5', itemtype: 'vhost', orders: 'months', months: 2, limit_period: '3.00' };
    const conditions = [
      { ctype: 2, comparison: 'moreequal', item_count: 2, group: 'new', groupname: 'either' },
      { ctype: 1, comparison: 'more', amount_ctype_1: '19.99', group: 'new', groupname: 'either' },
      { ctype: 3, comparison: 'moreequal', referral_count: 1 },
    ];
    const program = { program: provider.program };
    const simulated = await simulate(provider, { ...program, ...fields, conditions });

    const ask = await staffOfProvider(backend(), provider.project);
    const { id } = await ask('referralprogram.rule.edit', { sok: 'ok', plid: provider.program, ...fields });
    let group: string | undefined;
    for (const { group: isGrouped, ...condition } of conditions.map((one) => ({ group: undefined, ...one }))) {
      const of = isGrouped === undefined ? {} : { group: group ?? 'new' };
      await ask('referralprogram.rule.condition.edit', { sok: 'ok', plid: id ?? '', ...condition, ...of });
      const { rows } = await sql<{ id: number }>`
        select id from referralprogram_rule_condition_group where referralprogram_rule = ${Number(id)}`.execute(store);
      group = String(rows[0]?.id);
    }
    // As if it had been made then, and the runs were yet to come.
    await sql`update referralprogram_rule_version set since = ${JUNE}, until = case when until is null then null else cast(${JUNE} as bigint) end
      where referralprogram_rule = ${Number(id)}`.execute(store);
    await sql`delete from job_period where project = ${provider.project}`.execute(store);
    const earned = { before: await simulate(provider, { id: provider.program }) };
    await run('2025-09-01');
    const made = await earnedBy(Number(id));
    expect(Object.keys(made)).toEqual(
      expect.arrayContaining([`${provider.partner} EUR`, `${other.partner} EUR`, `${other.partner} JPY`]),
    );
    expect(amounts(simulated, 'would_earn')).toEqual(made);
    // 10 % of all, and 1.00 for each expense of three, less half of one.
    expect(amounts(simulated, 'earned')[`${provider.partner} EUR`]).toBe(12.5 + 3.5);
    expect(amounts(earned.before, 'earned')[`${provider.partner} EUR`]).toBe(12.5);
  });

  test('what it does not change about conditions looks at what it looked at; conditions in their place look anew', async () => {
    const { store } = place();
    const provider = await withoutFirstRule(await newProvider());
    const id = await addRule(provider, { percent: 100_000 });
    const rule = await ruleOf(store, provider.project, id);
    if (rule === undefined) throw new Error('the rule is there');
    await store.transaction().execute(async (writing) => {
      const terms = {
        ctype: 1,
        comparison: 'moreequal',
        threshold: 2000,
        condition_group: null,
        orderperiods: null,
      } as const;
      await changeRule(writing, rule, { condition: { id: await createCondition(writing, id), terms } }, JUNE);
    });
    const referral = await addReferral(provider);
    await addExpense(provider, referral, 1000, '2025-06-15T12:00:00Z');
    await run('2025-07-01');
    await addExpense(provider, referral, 1000, '2025-06-16T12:00:00Z');
    await run('2025-08-01');
    expect((await simulate(provider, { id, percent: 20 })).elem).toEqual([]);
    const conditions = [{ ctype: 1, comparison: 'moreequal', amount_ctype_1: '20.00' }];
    expect((await simulate(provider, { id, conditions })).total).toEqual([
      { currency: 'EUR', would_earn: '2.00', earned: '0.00', difference: '2.00' },
    ]);
    expect((await simulate(provider, { id, conditions: [], percent: null, amount: '0.30' })).total).toEqual([
      { currency: 'EUR', would_earn: '0.60', earned: '0.00', difference: '0.60' },
    ]);
  });

  test('what no run has come for is not earned yet, however far ahead is asked', async () => {
    const provider = await newProvider();
    const referral = await addReferral(provider);
    await addExpense(provider, referral, 1000, '2025-06-15T12:00:00Z');
    const now = Date.now();
    await addExpense(provider, referral, 5000, new Date(now - 1000).toISOString());
    const id = provider.program;
    const far = { from: '0001-01-01', to: '9999-12-31' };
    expect((await simulate(provider, { id }, far)).total).toEqual([
      { currency: 'EUR', would_earn: '1.00', earned: '0.00', difference: '1.00' },
    ]);
    const today = localDay(now, 'Europe/Berlin');
    expect(await simulate(provider, { id }, { from: today, to: today })).toEqual({ elem: [], total: [] });
    expect(await simulate(provider, { id }, { from: '9999-12-31', to: '9999-12-31' })).toEqual({ elem: [], total: [] });
    // A run may be made before its time.
    const { project } = provider;
    const made = { job: 'reward', project, period: addDays(today, 40), completed: now };
    await place().store.insertInto('job_period').values(made).execute();
    expect((await simulate(provider, { id }, far)).total).toMatchObject([{ would_earn: '6.00' }]);
  });

  test('nothing is written: the whole database is what it was', async () => {
    const { store } = place();
    const provider = await newProvider();
    await addRule(provider, { percent: 50_000, limit_period: 100 });
    await spendSummer(provider);
    await run('2025-08-01');
    const { project, program } = provider;
    const auth = await staffSession(store, project);
    const before = await dumpOf(store);
    for (const rule of [
      { id: program },
      { id: program, percent: 99, limit_referral: 5, conditions: [{ ctype: 0 }] },
      { program, percent: 5, conditions: [{ ctype: 1, comparison: 'more', amount_ctype_1: 0 }] },
    ]) {
      const asked = { func: 'billref.simulate', auth, rule: JSON.stringify(rule), ...SUMMER, out: 'json' };
      const response = await backend().ask(asked);
      const { doc } = (await response.json()) as { doc: { elem: unknown } };
      expect(doc.elem).toBeDefined();
      expect(await dumpOf(store)).toEqual(before);
    }
    expect(backend().failures).toEqual([]);
  });

  test('meanwhile the server answers, and several at once are told the same', async () => {
    const provider = await newProvider();
    await spendSummer(provider);
    const asked = Array.from({ length: 5 }, () => simulate(provider, { program: provider.program, percent: 5 }));
    const ask = await staffOfProvider(backend(), provider.project);
    expect(await ask('whoami')).not.toHaveProperty('error');
    const [first, ...others] = await Promise.all(asked);
    expect(first?.total.map(({ would_earn }) => would_earn)).toEqual(['7.25', '2500']);
    for (const other of others) expect(other).toEqual(first);
  });

  test('another provider has nothing of it', async () => {
    const provider = await newProvider();
    const other = await newProvider();
    const referral = await addReferral(other);
    await addExpense(other, referral, 1000, '2025-06-15T12:00:00Z');
    const ask = await staffOfProvider(backend(), provider.project);
    for (const rule of [`{"id": ${other.program}}`, `{"program": ${other.program}, "percent": 5}`])
      expect(await ask('billref.simulate', { rule, ...SUMMER })).toMatchObject(refused('value', 'rule'));
    expect((await simulate(provider, { id: provider.program })).elem).toEqual([]);
  });

  test.each<[string, string | object, string]>([
    ['no JSON', '{"id": 1', 'it is no JSON'],
    ['no object', '[1]', 'must be an object'],
    ['neither a rule nor a program', { percent: 5 }, `'program' is missing`],
    ['a rule that is not there', { id: 987654321 }, `nothing with this 'id'`],
    ['a program that is not there', { program: 987654321, percent: 5 }, `nothing with this 'program'`],
    ['a field that there is none of', { id: 'own', percents: 5 }, `no field 'percents'`],
    ['a field of another form', { id: 'own', sok: 'ok' }, `no field 'sok'`],
    ['a list for a text', { id: 'own', itemtype: ['vhost'] }, `'itemtype' must be a text or a number`],
    ['a share of more than all', { id: 'own', percent: 100.01 }, `'percent' is more than 100`],
    ['both a share and an amount', { id: 'own', percent: 1, amount: 1 }, `'percent' or 'amount'`],
    ['neither', { program: 'own' }, `'percent' is missing`],
    ['months of none', { id: 'own', orders: 'months' }, `'months' is missing`],
    ['a type that is not sold', { id: 'own', itemtype: 'vps' }, `'itemtype'`],
    ['a tariff that is not sold', { id: 'own', pricelist: 987654321 }, `'pricelist'`],
    ['a limit with too many digits', { id: 'own', limit_period: '1.005' }, `'limit_period'`],
    ['a day that no month has', { id: 'own', schedule_day: 32 }, `'schedule_day' is not valid`],
    ['no list of conditions', { id: 'own', conditions: {} }, `'conditions' must be a list`],
    ['a condition that is none', { id: 'own', conditions: [{ ctype: 0 }, 5] }, 'condition 2: it must be an object'],
    ['a condition without a kind', { id: 'own', conditions: [{}] }, `condition 1: 'ctype' is missing`],
    ['a condition of no kind', { id: 'own', conditions: [{ ctype: 5 }] }, `condition 1: 'ctype' is not valid`],
    [
      'a condition without its threshold',
      { id: 'own', conditions: [{ ctype: 0 }, { ctype: 2, comparison: 'more', referral_count: 1 }] },
      `condition 2: 'item_count' is missing`,
    ],
    ['a group without a name', { id: 'own', conditions: [{ ctype: 0, group: 'new' }] }, `condition 1: 'groupname'`],
    [
      'a group of another rule',
      { id: 'own', conditions: [{ ctype: 0, group: 987654321 }] },
      `condition 1: there is nothing with this 'group'`,
    ],
    [
      'a condition to change',
      { id: 'own', conditions: [{ ctype: 0, elid: 1 }] },
      `condition 1: there is no field 'elid'`,
    ],
  ])('%s is an error that names it', async (_, rule, message) => {
    const { project, program } = await newProvider();
    const auth = await staffSession(place().store, project);
    const json = (typeof rule === 'string' ? rule : JSON.stringify(rule)).replace('"own"', String(program));
    const { error } = (await backend().doc({ func: 'billref.simulate', auth, rule: json, ...SUMMER })) as unknown as {
      error: { $type: string; $object: string; msg: { $: string } };
    };
    expect(error).toMatchObject({ $type: 'value', $object: 'rule' });
    expect(error.msg.$).toMatch(/^'rule': /);
    expect(error.msg.$).toContain(message);
  });

  test.each([
    ['from', { from: '2025-02-30' }],
    ['to', { to: 'x' }],
    ['from', { from: '2025-09-01' }],
  ])('a wrong day is an error that names it: %s', async (object, days) => {
    const { project, program } = await newProvider();
    const ask = await staffOfProvider(backend(), project);
    const asked = { rule: `{"id": ${program}}`, ...SUMMER, ...days };
    expect(await ask('billref.simulate', asked)).toMatchObject(refused('value', object));
  });
});
