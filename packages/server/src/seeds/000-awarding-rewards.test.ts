import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { newEarning, today } from '../../testing/earnings.ts';
import { refused, withPrograms } from '../../testing/programs.ts';
import { addTestProvider, addTestReferral } from '../../testing/provider.ts';
import { rowsOf, staffOfProvider, staffSession } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { maintain } from '../rewards/maintain.ts';

/** Seed 000: “Awarding rewards”. */
onEachStore((place) => {
  const backend = withBackend(place);
  const { spend } = withPrograms(backend);
  const run = (when: string) => maintain({ store: backend().store, logs: backend().logs }, { now: Date.parse(when) });
  /** Something to be rewarded from July on, and what was. */
  const earningInJune = async () => {
    const { store } = backend();
    const june = Date.parse('2025-06-10T12:00:00Z');
    const provider = await addTestProvider(store, { now: june });
    const referral = await addTestReferral(store, provider, june);
    const expense = await spend(provider, referral, 100_000, june + 1);
    const rewards = () =>
      store.selectFrom('referralprogram_reward').where('referer_account', '=', provider.partner).selectAll().execute();
    return { ...provider, ask: await staffOfProvider(backend(), provider.project), referral, expense, rewards };
  };

  test('“referral rewards are credited on the first day of each month at 03:10 server time”, of the provider’s clock', async () => {
    const { rewards, expense } = await earningInJune();
    await run('2025-07-01T01:09:59Z');
    expect(await rewards()).toEqual([]);
    await run('2025-07-01T01:10:00Z');
    expect(await rewards()).toMatchObject([{ expense, cdate: '2025-07-01' }]);
    await run('2025-07-01T01:10:00Z');
    expect(await rewards()).toHaveLength(1);
  });

  test('“create a reward entry”: currency, expense, id, referer_account, referral_account, referralprogram, referralprogram_rule', async () => {
    const { rewards, expense, referral, partner, program, ask } = await earningInJune();
    await run('2025-07-01T12:00:00Z');
    const [reward] = await rewards();
    expect(reward).toEqual({
      id: expect.any(Number),
      // “126 corresponds to Euro”.
      currency: 126,
      expense,
      referer_account: partner,
      referral_account: referral,
      referralprogram: program,
      referralprogram_rule: program,
      amount: 10_000,
      cdate: '2025-07-01',
      // Ours: the refund that a reward of less than nothing takes back for.
      refund: null,
    });
    expect(rowsOf(await ask('referralprogram.reward'))).toMatchObject([{ id: String(reward?.id), currency: '126' }]);
  });

  test('the request of the log creates a reward, in xml, and that of the payment a payment', async () => {
    const { origin, store } = backend();
    const { project, partner, expense, program } = await newEarning(backend());
    const auth = await staffSession(store, project);
    const request = async (query: string) => (await fetch(`${origin}/billmgr?auth=${auth}&${query}`)).text();
    const date = today().replaceAll('-', '%2D');
    const created = await request(
      `func=referralprogram.createreward&out=xml&referer_account=${partner}&referral_expense=${expense}&referralprogram_rule=${program}&reward_amount=100.00&reward_cdate=${date}`,
    );
    expect(created).toMatch(/<id>\d+<\/id><ok\/>/);
    const paid = await request(
      `func=referralprogram.createpayment&out=xml&referer_account=${partner}&referralprogram=${program}&reward_date=${date}`,
    );
    expect(paid).toMatch(/<ok\/>/);
  });

  test('“if the reward crediting date matches the current date, a payment is created”: exactly once', async () => {
    const { ask, reward, payment, partner, program, referral, expense } = await newEarning(backend());
    expect(await ask('referralprogram.createreward', reward)).toMatchObject({ ok: true, id: expect.any(String) });
    expect(await ask('referralprogram.createreward', reward)).toMatchObject(refused('exists', 'referral_expense'));
    expect(await ask('referralprogram.createreward', { ...reward, reward_amount: '1' })).toMatchObject(
      refused('exists', 'referral_expense'),
    );
    expect(rowsOf(await ask('referralprogram.reward'))).toMatchObject([
      {
        amount: '100.00',
        currency: '126',
        expense: String(expense),
        referer_account: String(partner),
        referral_account: String(referral),
        referralprogram: String(program),
        referralprogram_rule: String(program),
      },
    ]);
    expect(rowsOf(await ask('referralprogram.referral'))).toMatchObject([
      { id: String(referral), total_expense: '10.50 EUR', referralprogram_rule: String(program) },
    ]);
    expect(rowsOf(await ask('referralprogram.referral'))[0]).not.toHaveProperty('paid_amount');

    expect(await ask('referralprogram.createpayment', payment)).toMatchObject({
      ok: true,
      payment: [{ amount: '100.00', currency: '126' }],
    });
    expect(await ask('referralprogram.createpayment', payment)).toMatchObject(refused('exists', 'reward_date'));
    expect(rowsOf(await ask('referralprogram.payment'))).toMatchObject([
      { status: '4', subaccountamount: '100.00', usedamount: '0.00', referer_account: String(partner) },
    ]);
    expect(rowsOf(await ask('referralprogram.referral'))).toMatchObject([{ paid_amount: '100.00 EUR' }]);
    expect(rowsOf(await ask('referralprogram.reward.day'))).toMatchObject([
      { cdate: today(), rewards: '1', amount: '100.00', paid_amount: '100.00' },
    ]);
  });

  test('createdate, currency, id, paymethodamount, randomnumber, status, subaccount, subaccountamount, usedamount', async () => {
    const { store } = backend();
    const { ask, reward, payment, partner } = await newEarning(backend());
    await ask('referralprogram.createreward', reward);
    const before = Date.now();
    await ask('referralprogram.createpayment', payment);
    const [paid, ...others] = rowsOf(await ask('referralprogram.payment'));
    expect(others).toEqual([]);
    const subaccount = await store
      .selectFrom('subaccount')
      .where('account', '=', partner)
      .select('id')
      .executeTakeFirstOrThrow();
    expect(paid).toMatchObject({
      id: expect.any(String),
      currency: '126',
      paymethodamount: '100.00',
      // “4 — credited”.
      status: '4',
      subaccount: String(subaccount.id),
      subaccountamount: '100.00',
      usedamount: '0.00',
      randomnumber: expect.stringMatching(/./),
    });
    const { createdate } = await store
      .selectFrom('payment')
      .where('id', '=', Number(paid?.id))
      .select('createdate')
      .executeTakeFirstOrThrow();
    expect(createdate).toBeGreaterThanOrEqual(before);
  });
});
