import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { refused, withPrograms } from '../../testing/programs.ts';
import { addTestReferral } from '../../testing/provider.ts';
import { clientSession, rowsOf } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';

/** Seed 001: `referralprogram.delete`. */
onEachStore((place) => {
  const backend = withBackend(place);
  const { click, newProvider, program, rewards, spend } = withPrograms(backend);

  test('“deleting an existing referral program”: one that nobody came by is gone, with its rules and partners', async () => {
    const { ask, program: elid } = await newProvider();
    await ask('referralprogram.rule.condition.edit', {
      sok: 'ok',
      plid: elid,
      ctype: 0,
      group: 'new',
      groupname: 'G',
    });
    expect(await ask('referralprogram.delete', { elid })).toEqual({ func: 'referralprogram.delete', ok: true });
    expect(rowsOf(await ask('referralprogram'))).toEqual([]);
    expect(await ask('referralprogram.delete', { elid })).toMatchObject(refused('value', 'elid'));
  });

  test('one that has rewards is never removed, only closed: nothing counts from now on, all from before stays', async () => {
    const provider = await newProvider();
    const { ask, program: elid, partner, url } = provider;
    const { cntid } = await click(url, partner);
    const referral = await addTestReferral(backend().store, provider, Date.now() - 1000);
    const before = await spend(provider, referral, 1000, Date.now() - 1);
    const closing = { func: 'referralprogram.delete', closed: 'on', ok: true };
    expect(await ask('referralprogram.delete', { elid })).toEqual(closing);
    expect(await ask('referralprogram.delete', { elid })).toEqual(closing);
    const { closed } = await program(elid);
    await spend(provider, referral, 1000, closed ?? 0);
    expect(await rewards(provider)).toEqual([{ expense: before, amount: 100, rule: elid }]);
    expect(await click(url, partner)).toMatchObject({ reason: { $: 'program-closed' } });
    const { 'account.id': account } = await backend().doc({
      func: 'register',
      sok: 'ok',
      email: `closed-${String(elid)}-${String(process.pid)}@example.com`,
      passwd: 'q1w2e3',
      project: String(provider.project),
      sesid: cntid?.$ ?? '',
    });
    const referrals = rowsOf(await ask('referralprogram.referral'));
    expect(referrals.map(({ id }) => id)).toEqual([String(referral)]);
    expect(account).toBeDefined();
    for (const [func, fields] of [
      ['referralprogram.edit', { sok: 'ok', elid, name: 'Again' }],
      ['referralprogram.rule.edit', { sok: 'ok', plid: elid, percent: 5 }],
      ['referralprogram.referer.edit', { sok: 'ok', plid: elid, account: account?.$ ?? '' }],
    ] as const)
      expect(await ask(func, fields)).toHaveProperty('error');
    expect(rowsOf(await ask('referralprogram'))).toMatchObject([{ id: String(elid), closed: expect.any(String) }]);
  });

  test('“access level: user”: whoever is of the provider’s staff; not a partner, and not nobody', async () => {
    const { doc, store } = backend();
    const { program: elid, partner } = await newProvider();
    for (const auth of [await clientSession(store, partner), '']) {
      const { error } = await doc({ func: 'referralprogram.delete', auth, elid: String(elid) });
      expect(error).toMatchObject({ $type: 'access' });
    }
    expect(await program(elid)).toMatchObject({ closed: null });
  });
});
