import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestClient, linkTestReferral } from '../../testing/provider.ts';
import { staffSession } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { logIn } from '../sessions/session.ts';
import { addPartner, addProgram } from '../store/programs.ts';
import { addTariff } from '../store/tariffs.ts';

onEachStore((place) => {
  const backend = withBackend(place);
  let code: (partner: number) => string;
  let program: number;

  /** A program with promo codes, of its own for each test, so that codes of one are none of another. */
  beforeEach(async () => {
    const { store } = place();
    const prefix = randomUUID();
    code = (partner) => `${prefix}-${String(partner)}`;
    const { project, partner } = backend();
    const codes = {
      project,
      name: 'Codes',
      url: 'https://codes.example/',
      promocode: `${prefix}-@ID@`,
      percent: 100_000,
    };
    program = await store.transaction().execute((writing) => addProgram(writing, codes, 0));
    await addPartner(store, { account: partner, project, referralprogram: program });
  });

  /** A client with the tariff of 10.50 EUR in the basket. */
  const shopper = async () => {
    const { store } = place();
    const { project, pricelist } = backend();
    const { account, user } = await store.transaction().execute((writing) => addTestClient(writing, project, 0));
    const auth = await logIn(store, { session: undefined, user, now: Date.now() });
    const fill = (tariff = pricelist) =>
      backend().doc({ func: 'quickorder', auth, pricelist: String(tariff), period: '1' });
    await fill();
    return {
      account,
      fill,
      page: async () => (await backend().ask({ func: 'payment', auth }, { headers: { Accept: 'text/html' } })).text(),
      pay: (parameters: Record<string, string> = {}) =>
        backend().doc({ func: 'payment', auth, sok: 'ok', amount: '1050', ...parameters }),
      referral: () =>
        store
          .selectFrom('referralprogram_referral')
          .where('referral_account', '=', account)
          .selectAll()
          .executeTakeFirst(),
      candidates: () =>
        store
          .selectFrom('referralprogram_candidate')
          .where('referral_account', '=', account)
          .select(['referer_account', 'reason'])
          .execute(),
      expenses: () => store.selectFrom('expense').where('account', '=', account).select('amount').execute(),
    };
  };
  const anotherPartner = async (): Promise<number> => {
    const { project } = backend();
    const { account } = await place()
      .store.transaction()
      .execute((writing) => addTestClient(writing, project, 0));
    await addPartner(place().store, { account, project, referralprogram: program });
    return account;
  };

  describe('a promo code works only on the first order of a client who has no services (seed 000)', () => {
    test('at the first order it links the client to its partner', async () => {
      const { partner } = backend();
      const client = await shopper();
      expect(await client.pay({ promocode: code(partner) })).toHaveProperty('ok');
      expect(await client.referral()).toMatchObject({
        referer_account: partner,
        referralprogram: program,
        sesid: null,
      });
      expect(await client.expenses()).toEqual([{ amount: 1050 }]);
    });

    test('afterwards it is refused, and nothing is paid', async () => {
      const client = await shopper();
      await client.pay();
      await client.fill();
      expect(await client.pay({ promocode: code(backend().partner) })).toMatchObject({
        error: { $type: 'promocode_not_use', $object: 'promocode' },
      });
      expect(await client.referral()).toBeUndefined();
      expect(await client.expenses()).toHaveLength(1);
    });

    test('nor for a client who bought something elsewhere, as another system told', async () => {
      const { store } = place();
      const client = await shopper();
      await store
        .insertInto('expense')
        .values({ account: client.account, name: 'Setup', amount: 500, currency: 126, cdate: 1, cday: '1970-01-01' })
        .execute();
      expect(await client.pay({ promocode: code(backend().partner) })).toMatchObject({
        error: { $type: 'promocode_not_use', $object: 'promocode' },
      });
      expect(await client.page()).not.toContain('name="promocode"');
      expect(await client.referral()).toBeUndefined();
    });

    test('a code of nobody, or one’s own, is refused', async () => {
      const client = await shopper();
      expect(await client.pay({ promocode: code(client.account) })).toMatchObject({ error: { $type: 'value' } });
      await addPartner(place().store, {
        account: client.account,
        project: backend().project,
        referralprogram: program,
      });
      expect(await client.pay({ promocode: code(client.account) })).toMatchObject({
        error: { $type: 'promocode_not_use' },
      });
      expect(await client.expenses()).toEqual([]);
    });
  });

  describe('between the click of one partner and the code of another, the provider’s setting decides', () => {
    test.each(['click', 'code'] as const)('the %s', async (winner) => {
      const { store } = place();
      const { project, partner: clicked } = backend();
      const setting = { sok: 'ok', promocode_precedence: winner };
      const auth = await staffSession(store, project);
      expect(await backend().doc({ func: 'billref.project.edit', auth, ...setting })).toHaveProperty('ok');
      const coded = await anotherPartner();
      const client = await shopper();
      await linkTestReferral(store, { ...backend(), partner: clicked, account: client.account, joined: 1 });
      expect(await client.pay({ promocode: code(coded) })).toHaveProperty('ok');
      const [kept, lost] = winner === 'click' ? [clicked, coded] : [coded, clicked];
      expect(await client.referral()).toMatchObject({ referer_account: kept });
      expect(await client.candidates()).toEqual([
        { referer_account: lost, reason: winner === 'click' ? 'click-beats-code' : 'code-beats-click' },
      ]);
    });
  });

  test('pressed several times at once, an order with a code is paid once, by one decision whose the client is', async () => {
    const { store } = place();
    const { project, partner: clicked } = backend();
    const auth = await staffSession(store, project);
    await backend().doc({ func: 'billref.project.edit', auth, sok: 'ok', promocode_precedence: 'code' });
    const coded = await anotherPartner();
    for (let round = 0; round < 3; round += 1) {
      const client = await shopper();
      await linkTestReferral(store, { ...backend(), partner: clicked, account: client.account, joined: 1 });
      const presses = [1, 2, 3, 4, 5].map(() => client.pay({ promocode: code(coded) }));
      for (const answer of await Promise.all(presses)) expect(answer).toHaveProperty('ok');
      expect(await client.referral()).toMatchObject({ referer_account: coded });
      expect(await client.candidates()).toEqual([{ referer_account: clicked, reason: 'code-beats-click' }]);
      expect(await client.expenses()).toEqual([{ amount: 1050 }]);
    }
    expect(backend().failures).toEqual([]);
  });

  test('an order is not paid by whoever does not say what it costs', async () => {
    const client = await shopper();
    expect(await client.pay({ amount: '' })).toMatchObject({ error: { $type: 'missed', $object: 'amount' } });
    expect(await client.expenses()).toEqual([]);
  });

  describe('an order from the earned balance', () => {
    /** Credits payments as the reward run does, the oldest first. */
    const earn = async (account: number, amounts: readonly number[], currency = 126): Promise<number> => {
      const { store } = place();
      const { id: subaccount } = await store
        .insertInto('subaccount')
        .values({ account, currency })
        .returning('id')
        .executeTakeFirstOrThrow();
      for (const [index, amount] of amounts.entries()) {
        const money = { currency, paymethodamount: amount, subaccount, subaccountamount: amount };
        const { id: payment } = await store
          .insertInto('payment')
          .values({
            ...money,
            createdate: index,
            randomnumber: randomUUID(),
            status: 4,
            referralprogram: program,
            reward_date: '2025-01-01',
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        await store.insertInto('ledger').values({ subaccount, payment, amount, cdate: index }).execute();
      }
      return subaccount;
    };
    const used = async (subaccount: number): Promise<number[]> => {
      const rows = await place()
        .store.selectFrom('payment')
        .where('subaccount', '=', subaccount)
        .orderBy('createdate')
        .select('usedamount')
        .execute();
      return rows.map(({ usedamount }) => usedamount);
    };
    const entries = (subaccount: number) =>
      place().store.selectFrom('ledger').where('subaccount', '=', subaccount).select('amount').orderBy('id').execute();

    test('is a ledger entry, and the oldest payments advance by exactly as much', async () => {
      const client = await shopper();
      const subaccount = await earn(client.account, [1000, 30, 100]);
      expect(await client.pay({ frombalance: '1050' })).toHaveProperty('ok');
      expect(await used(subaccount)).toEqual([1000, 30, 20]);
      expect((await entries(subaccount)).map(({ amount }) => amount)).toEqual([1000, 30, 100, -1050]);
      expect(await client.expenses()).toEqual([{ amount: 1050 }]);
    });

    test('may be paid in part, exactly as much as was agreed to, and the rest is paid as ever', async () => {
      const client = await shopper();
      const dear = { project: backend().project, name: 'Pro', itemtype: 'vhost', costs: { 1: 10_000 } };
      await client.fill(await addTariff(place().store, dear));
      const subaccount = await earn(client.account, [1000, 300]);
      // 10.50 and 100.00, of which 12.00 from the balance: the first item, and 1.50 of the second.
      expect(await client.pay({ amount: '11050', frombalance: '1200' })).toHaveProperty('ok');
      expect((await entries(subaccount)).map(({ amount }) => amount)).toEqual([1000, 300, -1050, -150]);
      expect(await used(subaccount)).toEqual([1000, 200]);
      expect(await client.expenses()).toEqual([{ amount: 1050 }, { amount: 10_000 }]);
    });

    test('is refused for more than the order costs, and nothing is written', async () => {
      const client = await shopper();
      const subaccount = await earn(client.account, [5000]);
      expect(await client.pay({ frombalance: '1051' })).toMatchObject({
        error: { $type: 'value', $object: 'frombalance' },
      });
      expect(await entries(subaccount)).toHaveLength(1);
      expect(await client.expenses()).toEqual([]);
    });

    test('is offered on the page for as much as there is', async () => {
      const client = await shopper();
      expect(await client.page()).not.toContain('frombalance');
      await earn(client.account, [300]);
      expect(await client.page()).toMatch(/name="frombalance" value="300".*3\.00 EUR of it from my balance/s);
    });

    test('is refused where the balance is too small, and nothing is written', async () => {
      const client = await shopper();
      const subaccount = await earn(client.account, [1049]);
      expect(await client.pay({ frombalance: '1050' })).toMatchObject({
        error: { $type: 'value', $object: 'frombalance' },
      });
      expect(await used(subaccount)).toEqual([0]);
      expect(await entries(subaccount)).toHaveLength(1);
      expect(await client.expenses()).toEqual([]);
      expect(await client.pay()).toHaveProperty('ok');
      expect(await used(subaccount)).toEqual([0]);
    });

    test('is paid in the basket’s currency only', async () => {
      const { store } = place();
      const known = store.selectFrom('currency').where('iso', '=', 'XTS').select('id');
      if ((await known.executeTakeFirst()) === undefined)
        await store.insertInto('currency').values({ id: 963, iso: 'XTS', exponent: 2 }).execute();
      const client = await shopper();
      await earn(client.account, [5000], 963);
      expect(await client.pay({ frombalance: '1050' })).toMatchObject({ error: { $object: 'frombalance' } });
    });

    test('of two orders at once that it would cover one by one, one is paid', async () => {
      const client = await shopper();
      const subaccount = await earn(client.account, [1500]);
      const paid = client.pay({ frombalance: '1050' });
      const other = client.fill().then(() => client.pay({ frombalance: '1050' }));
      await Promise.all([paid, other]);
      const sum = (await entries(subaccount)).reduce((total, { amount }) => total + amount, 0);
      expect(sum).toBe(450);
      expect(await used(subaccount)).toEqual([1050]);
      expect(await client.expenses()).toHaveLength(1);
    });
  });
});
