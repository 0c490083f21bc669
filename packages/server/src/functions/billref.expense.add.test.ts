import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestProvider, addTestReferral } from '../../testing/provider.ts';
import { staffSession } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { maintain } from '../rewards/maintain.ts';

const DAY = 86_400_000;

/** Money that clients paid elsewhere. */
onEachStore((place) => {
  const backend = withBackend(place);
  const setUp = async () => {
    const now = Date.now();
    const provider = await addTestProvider(place().store, { now: now - 90 * DAY });
    const account = await addTestReferral(place().store, provider, now - 80 * DAY);
    const auth = await staffSession(place().store, provider.project);
    const tell = (func: string, fields: Record<string, string>) => backend().doc({ func, auth, ...fields });
    return { ...provider, account: String(account), tell };
  };
  const expenses = (account: string) =>
    place().store.selectFrom('expense').where('account', '=', Number(account)).select(['id', 'amount']).execute();

  test('an expense told is there once, however often it is told', async () => {
    const { account, tell, project } = await setUp();
    const told = { external_id: 'invoice 1', account, amount: '25.00' };
    const answers = await Promise.all([tell('billref.expense.add', told), tell('billref.expense.add', told)]);
    expect(answers.map(({ already }) => already?.$).toSorted()).toEqual(['on', undefined]);
    expect(await tell('billref.expense.add', told)).toMatchObject({ ok: {}, already: { $: 'on' } });
    expect(await expenses(account)).toEqual([expect.objectContaining({ amount: 2500 })]);
    const rows = await place().store.selectFrom('audit').where('project', '=', project).select('func').execute();
    expect(rows).toEqual([{ func: 'billref.expense.add' }]);
  });

  test('by the same name nothing else can be told, and another provider’s names are its own', async () => {
    const [one, other] = [await setUp(), await setUp()];
    await one.tell('billref.expense.add', { external_id: 'a', account: one.account, amount: '25' });
    const changed = { external_id: 'a', account: one.account, amount: '26' };
    expect((await one.tell('billref.expense.add', changed)).error).toMatchObject({
      $type: 'exists',
      $object: 'external_id',
    });
    const theirs = { external_id: 'a', account: other.account, amount: '25' };
    expect(await other.tell('billref.expense.add', theirs)).not.toHaveProperty('already');
    expect((await one.tell('billref.expense.add', { ...theirs, external_id: 'b' })).error).toMatchObject({
      $object: 'account',
    });
  });

  test('it is rewarded as any expense is', async () => {
    const { account, tell, partner } = await setUp();
    const cdate = new Date(Date.now() - 70 * DAY).toISOString();
    await tell('billref.expense.add', { external_id: 'old', account, amount: '100.05', cdate });
    const { store, logs } = backend();
    await maintain({ store, logs }, { now: Date.now() });
    const rewards = await store
      .selectFrom('referralprogram_reward')
      .where('referer_account', '=', partner)
      .select('amount')
      .execute();
    expect(rewards).toEqual([{ amount: 1001 }]);
  });

  test.each([
    ['account', { account: '999999' }],
    ['amount', { amount: '0' }],
    ['amount', { amount: '-5' }],
    ['amount', { amount: '1.005' }],
    ['amount', { amount: '1e3' }],
    ['currency', { currency: 'XXX' }],
    ['cdate', { cdate: '2999-01-01' }],
    ['cdate', { cdate: '2025-02-30' }],
    ['item', { item: '999999' }],
    ['external_id', { external_id: '' }],
  ])('a wrong %s is named, and nothing is written: %j', async (object, wrong) => {
    const { account, tell } = await setUp();
    const answer = await tell('billref.expense.add', { external_id: 'x', account, amount: '25', ...wrong });
    expect(answer.error).toMatchObject({ $object: object });
    expect(await expenses(account)).toEqual([]);
  });

  test('refunds are told once, in part, and never more than was paid', async () => {
    const { account, tell } = await setUp();
    await tell('billref.expense.add', { external_id: 'e', account, amount: '10.00' });
    const refund = (fields: Record<string, string>) =>
      tell('billref.refund.add', { expense_external_id: 'e', ...fields });
    expect(await refund({ external_id: 'r1', amount: '4' })).toMatchObject({ ok: {} });
    expect(await refund({ external_id: 'r1', amount: '4' })).toMatchObject({ already: { $: 'on' } });
    expect((await refund({ external_id: 'r1', amount: '5' })).error).toMatchObject({ $type: 'exists' });
    expect((await refund({ external_id: 'e', amount: '4' })).error).toMatchObject({ $type: 'exists' });
    expect((await refund({ external_id: 'r2', amount: '6.01' })).error).toMatchObject({
      $object: 'amount',
      msg: { $: '6.00 EUR is left of the expense' },
    });
    expect(await refund({ external_id: 'r2' })).toMatchObject({ ok: {} });
    expect((await refund({ external_id: 'r3' })).error).toMatchObject({ $object: 'amount' });
    const rows = await place()
      .store.selectFrom('refund')
      .innerJoin('expense', 'expense.id', 'refund.expense')
      .where('expense.account', '=', Number(account))
      .orderBy('refund.id')
      .select('refund.amount')
      .execute();
    expect(rows).toEqual([{ amount: 400 }, { amount: 600 }]);
    expect((await tell('billref.refund.add', { external_id: 'r4' })).error).toMatchObject({ $type: 'missed' });
  });
});
