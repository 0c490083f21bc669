import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestClient } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';
import { logIn } from '../sessions/session.ts';
import { addPartner, addProgram } from '../store/programs.ts';

/** Seed 002: “Checking promo code”. */
onEachStore((place) => {
  const backend = withBackend(place);

  test('“check the availability of such code”: a partner’s, for a visitor or a new client, for a tariff that is sold', async () => {
    const { store } = place();
    const { project, partner, pricelist, doc } = backend();
    const add = async (prefix: string, end_date?: string) => {
      const codes = { project, name: prefix, url: 'https://codes.example/', promocode: `${prefix}@ID@`, percent: 1 };
      const program = await store
        .transaction()
        .execute((writing) => addProgram(writing, { ...codes, ...(end_date && { end_date }) }, 0));
      await addPartner(store, { account: partner, project, referralprogram: program });
    };
    await add('GO-');
    await add('OVER-', '2025-01-01');
    const { user, account } = await store.transaction().execute((writing) => addTestClient(writing, project, 0));
    const auth = await logIn(store, { session: undefined, user, now: Date.now() });
    const check = (promocode: string, more: Record<string, string> = {}) =>
      doc({ func: 'promotion.promocode.check', pricelist: String(pricelist), period: '1', promocode, ...more });
    const code = `GO-${String(partner)}`;
    const no = { error: { $type: 'value', $object: 'promocode' } };

    expect(await check(code)).toMatchObject({ ok: {}, promocode: { $: code } });
    expect(await check(code, { auth })).toHaveProperty('ok');
    expect(await check(`OVER-${String(partner)}`)).toMatchObject(no);
    expect(await check(`GO-${String(account)}`)).toMatchObject(no);
    expect(await check('GO-@ID@')).toMatchObject(no);
    expect(await check(code, { period: '7' })).toMatchObject({ error: { $object: 'pricelist' } });

    await doc({ func: 'quickorder', auth, pricelist: String(pricelist), period: '1' });
    await doc({ func: 'payment', auth, sok: 'ok', amount: '1050' });
    expect(await check(code, { auth })).toMatchObject({
      error: { $type: 'promocode_not_use', $object: 'promocode' },
    });
  });
});
