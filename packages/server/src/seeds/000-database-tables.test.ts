import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { withPrograms } from '../../testing/programs.ts';
import { onEachStore } from '../../testing/stores.ts';
import { newVisitor } from '../../testing/visitor.ts';

/** Seed 000: “Database tables”. */
onEachStore((place) => {
  const backend = withBackend(place);
  const { newProvider, program } = withPrograms(backend);
  const clickOf = (sesid: string | undefined) =>
    backend()
      .store.selectFrom('referralprogram_click')
      .where('sesid', '=', sesid ?? '')
      .selectAll()
      .executeTakeFirstOrThrow();
  const registerClick = async (p: string) =>
    (await backend().doc({ func: 'referralprogram.registerclick', p })).cntid?.$;

  test('“the referralprogram table contains information about referral programs”: the row that is printed', async () => {
    const { ask, project } = await newProvider();
    const group = async (name: string) => Number((await ask('accountgroup.edit', { sok: 'ok', name })).id);
    const row = {
      name: 'Referral Program',
      url: 'https://example.com/ref',
      // Printed as PROMO2025, which names no partner; seed 001 has @ID@ in it.
      promocode: 'PROMO2025@ID@',
      account_group: await group('Partners'),
      account_group_restrict: await group('Staff'),
      start_date: '2025-01-01',
      end_date: '2025-12-31',
    };
    const { id } = await ask('referralprogram.edit', { sok: 'ok', assign_by_default: 'on', ...row });
    expect(await program(id)).toMatchObject({ ...row, project, assign_by_default: 1 });
  });

  test('referralprogram_click: method, project, referer_account, referralprogram, sesid, site', async () => {
    const { project, program: referralprogram, partner, url } = await newProvider();
    const sesid = await registerClick(`${url}?from=${partner}`);
    expect(await clickOf(sesid)).toMatchObject({
      method: 'site',
      project,
      referer_account: partner,
      referralprogram,
      sesid,
      site: url,
    });
    // “Unique session key”, as in the sample.
    expect(sesid).toMatch(/^\d{10}\.[\w-]{6,}$/);
  });

  test('“if the client did not have an active browser session, the referral will be linked, but no record will be created”', async () => {
    const { store, partner } = backend();
    const clicks = () => store.selectFrom('referralprogram_click').select(store.fn.countAll().as('n')).execute();
    const before = await clicks();
    const register = async (email: string, fields: Record<string, string>) => {
      const doc = await backend().doc({ func: 'register', sok: 'ok', email, passwd: 'q1w2e3', ...fields });
      return store
        .selectFrom('referralprogram_referral')
        .where('referral_account', '=', Number(doc['account.id']?.$))
        .select(['referer_account', 'sesid', 'site'])
        .executeTakeFirst();
    };
    const linked = { referer_account: partner, sesid: null, site: null };
    const mail = (name: string) => `${name}-${backend().project}-${process.pid}@example.com`;
    expect(await register(mail('by-partner'), { partner: String(partner) })).toEqual(linked);
    // A browser that was sent to billing without a click: what it has is the partner alone.
    const visitor = newVisitor(backend());
    await visitor.open(`?from=${partner}`);
    const email = mail('by-from');
    await visitor.open('', { func: 'register', sok: 'ok', email, passwd: 'q1w2e3', realname: 'Rita' });
    const { account } = await store
      .selectFrom('user')
      .where('email', '=', email)
      .select('account')
      .executeTakeFirstOrThrow();
    const referral = store.selectFrom('referralprogram_referral').where('referral_account', '=', account);
    expect(await referral.select(['referer_account', 'sesid', 'site']).executeTakeFirst()).toEqual(linked);
    expect(await clicks()).toEqual(before);
  });

  test('“referral link click logs are stored in the file … counter.log”: those that count, and those that do not', async () => {
    const { counterLog, program: referralprogram, partner } = backend();
    const sesid = await registerClick(`https://site.com/?from=${partner}`);
    const line = (text: string, of: string) => text.split('\n').find((one) => one.includes(of)) ?? '';
    const written = `cntid=${sesid?.replaceAll('-', '%2D')}`;
    const counted = line(await counterLog(written), written);
    expect(counted).toContain('func=referralprogram.registerclick&method=site');
    expect(counted).toContain(`from=${partner}&referralprogram=${referralprogram}`);
    await registerClick(`https://site.com/logged/?from=${partner}`);
    expect(line(await counterLog('logged'), 'logged')).toContain('refused=url%2Dmismatch');
  });
});
