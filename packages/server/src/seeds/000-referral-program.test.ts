import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { withPrograms } from '../../testing/programs.ts';
import { addTestReferral } from '../../testing/provider.ts';
import { clientSession, rowsOf } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { type CreatedPayment, createPayments } from '../rewards/create-payments.ts';
import { within } from '../rewards/workplace.ts';

/** Seed 000: what a referral program is. That “only a new client, who has not yet purchased any services, can be added using a
 * promotional code” is proved in `functions/payment.test.ts`. */
onEachStore((place) => {
  const backend = withBackend(place);
  const { click, newProvider, rewards, spend } = withPrograms(backend);

  test('“the client receives a referral link or a promotional code”', async () => {
    const { doc, store } = backend();
    const { ask, program: elid, partner, url } = await newProvider();
    const auth = await clientSession(store, partner);
    const client = () => doc({ func: 'affiliate.client', auth });
    expect(await client()).toMatchObject({ url: { $: `${url}?from=${partner}` } });
    expect(await client()).not.toHaveProperty('promocode');
    await ask('referralprogram.edit', { sok: 'ok', elid, promocode: 'GO-@ID@' });
    expect(await client()).toMatchObject({ promocode: { $: `GO-${partner}` } });
  });

  test('“new clients who have registered under that link are referrals”, others are not', async () => {
    const { ask, project, partner, url } = await newProvider();
    const register = async (name: string, fields: Record<string, string>) => {
      const email = `${name}-${project}-${process.pid}@example.com`;
      const form = { func: 'register', sok: 'ok', email, passwd: 'q1w2e3', project: String(project), ...fields };
      return (await backend().doc(form))['account.id']?.$;
    };
    const brought = await register('brought', { sesid: (await click(url, partner)).cntid?.$ ?? '' });
    await register('alone', {});
    const referrals = rowsOf(await ask('referralprogram.referral'));
    expect(referrals.map(({ id, referer_account }) => ({ id, referer_account }))).toEqual([
      { id: brought, referer_account: String(partner) },
    ]);
  });

  test('“the partner receives a percentage of the expenses of his referrals”: “partner makes a profit”', async () => {
    const { doc, store } = backend();
    const provider = await newProvider();
    const { project, program: rule, partner } = provider;
    const referral = await addTestReferral(store, provider, Date.now() - 30_000);
    const expense = await spend(provider, referral, 1234, Date.now());
    await spend(provider, partner, 1234, Date.now());
    // 10 % of 12.34, and nothing of the partner's own.
    expect(await rewards(provider)).toEqual([{ expense, amount: 123, rule }]);
    const paid: CreatedPayment[] = [];
    await store
      .transaction()
      .execute((writing) =>
        createPayments(within(writing), { project, today: '2999-01-01', now: Date.now() }, (payments) =>
          Promise.resolve(void paid.push(...payments)),
        ),
      );
    expect(paid).toMatchObject([{ referer_account: partner, amount: 123 }]);
    const report = await doc({
      func: 'affiliate.client.reward',
      auth: await clientSession(store, partner),
      period: 'all',
    });
    expect(JSON.stringify(report)).not.toContain('error');
  });
});
