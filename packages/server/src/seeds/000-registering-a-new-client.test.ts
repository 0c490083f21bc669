import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { refused, withPrograms } from '../../testing/programs.ts';
import { onEachStore } from '../../testing/stores.ts';

/** Seed 000: “Registering a new client via referral link”. */
onEachStore((place) => {
  const backend = withBackend(place);
  const { click, newClient, newProvider } = withPrograms(backend);

  test('“adding a new user as a potential referrer”: the entry is there, and goes when the partner is withdrawn', async () => {
    const { ask, project, program: plid, url } = await newProvider();
    const { account } = await newClient(project);
    expect(await click(url, account)).toMatchObject({ reason: { $: 'unknown-partner' } });
    expect(await ask('referralprogram.referer.edit', { sok: 'ok', plid, account })).toHaveProperty('ok');
    expect(await ask('referralprogram.referer.edit', { sok: 'ok', plid, account })).toMatchObject(
      refused('exists', 'account'),
    );
    const { store } = backend();
    const entry = store.selectFrom('referralprogram_referer').where('account', '=', account).selectAll();
    expect(await entry.execute()).toEqual([{ account, project, referralprogram: plid }]);
    expect(await click(url, account)).toHaveProperty('cntid');
    expect(await ask('referralprogram.referer.delete', { plid, elid: account })).toHaveProperty('ok');
    expect(await entry.execute()).toEqual([]);
    expect(await click(url, account)).toMatchObject({ reason: { $: 'unknown-partner' } });
    expect(await ask('referralprogram.referer.delete', { plid, elid: account })).toMatchObject(
      refused('value', 'elid'),
    );
    const out = store.selectFrom('referralprogram_referer_withdrawn').where('account', '=', account);
    expect(await out.select('cdate').execute()).toEqual([{ cdate: expect.any(Number) }]);
  });

  const clickOf = (sesid: string) =>
    backend()
      .store.selectFrom('referralprogram_click')
      .where('sesid', '=', sesid)
      .selectAll()
      .executeTakeFirstOrThrow();
  const register = async (sesid: string) => {
    const email = `new-${sesid}@example.com`.toLowerCase();
    const doc = await backend().doc({ func: 'register', sok: 'ok', email, passwd: 'q1w2e3', sesid });
    return Number(doc['account.id']?.$);
  };

  test('“adding a link between the registered referral client, the referrer, and the referral program”', async () => {
    const { partner, program, project, url } = await newProvider();
    const sesid = (await click(url, partner)).cntid?.$ ?? '';
    const account = await register(sesid);
    const links = backend().store.selectFrom('referralprogram_referral').where('referral_account', '=', account);
    expect(await links.selectAll().execute()).toMatchObject([
      {
        referer_account: partner,
        referralprogram: program,
        project,
        sesid,
        site: url,
        click_date: (await clickOf(sesid)).cdate,
      },
    ]);
  });

  test('“adding the referral ID to referralprogram_click”: to the row of that partner and sesid, and to no other', async () => {
    const { partner, program, url } = await newProvider();
    const [sesid = '', other = ''] = [(await click(url, partner)).cntid?.$, (await click(url, partner)).cntid?.$];
    expect(await clickOf(sesid)).toMatchObject({ referral_account: null });
    const account = await register(sesid);
    expect(await clickOf(sesid)).toMatchObject({
      referral_account: account,
      referralprogram: program,
      referer_account: partner,
    });
    expect(await clickOf(other)).toMatchObject({ referral_account: null });
  });
});
