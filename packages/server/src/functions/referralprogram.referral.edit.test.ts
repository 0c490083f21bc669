import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestClient, addTestProvider, addTestReferral } from '../../testing/provider.ts';
import { staffSession } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { maintain } from '../rewards/maintain.ts';
import { addPartner } from '../store/programs.ts';

const DAY = 86_400_000;

/** What a provider corrects by hand. */
onEachStore((place) => {
  const backend = withBackend(place);
  const setUp = async () => {
    const { store } = place();
    const provider = await addTestProvider(store, { now: Date.now() - 90 * DAY });
    const { project, program } = provider;
    const add = async () =>
      (await store.transaction().execute((writing) => addTestClient(writing, project, Date.now() - 80 * DAY))).account;
    const [client, other] = [await add(), await add()];
    await addPartner(store, { account: other, project, referralprogram: program });
    const auth = await staffSession(store, project);
    const ask = (func: string, fields: Record<string, string>) => backend().doc({ func, auth, ...fields });
    return { ...provider, client, other, ask };
  };
  const partnerOf = async (account: number) =>
    (
      await place()
        .store.selectFrom('referralprogram_referral')
        .where('referral_account', '=', account)
        .select('referer_account')
        .executeTakeFirst()
    )?.referer_account;

  test('assigns a client to a partner, and moves it to another, with a reason', async () => {
    const { ask, client, partner, other, project } = await setUp();
    const edit = (fields: Record<string, string>) =>
      ask('referralprogram.referral.edit', { elid: String(client), ...fields });
    const reason = 'told us on the phone';
    expect((await edit({ sok: 'ok', referer_account: String(partner) })).error).toMatchObject({ $object: 'reason' });
    expect(await edit({ sok: 'ok', referer_account: String(partner), reason })).toHaveProperty('ok');
    expect(await edit({})).toMatchObject({ referer_account: { $: String(partner) } });
    expect(await edit({ sok: 'ok', referer_account: String(other), reason })).toHaveProperty('ok');
    expect(await partnerOf(client)).toBe(other);
    const rows = await place()
      .store.selectFrom('audit')
      .where('project', '=', project)
      .orderBy('id')
      .selectAll()
      .execute();
    expect(rows.map(({ before, after }) => [before, after].map((row) => JSON.parse(row ?? 'null') as unknown))).toEqual(
      [
        [null, expect.objectContaining({ referer_account: partner, reason })],
        [expect.objectContaining({ referer_account: partner }), expect.objectContaining({ referer_account: other })],
      ],
    );
    expect(await ask('billref.audit', {})).toMatchObject({ p_elems: { $: '2' } });
  });

  test('not to one who is no partner, to itself, of another provider, or once something was rewarded', async () => {
    const { ask, client, partner, other, ...provider } = await setUp();
    const stranger = await setUp();
    const move = async (elid: number, to: number) =>
      (
        await ask('referralprogram.referral.edit', {
          sok: 'ok',
          elid: String(elid),
          referer_account: String(to),
          reason: 'a test',
        })
      ).error;
    expect(await move(client, client)).toMatchObject({ $object: 'referer_account' });
    expect(await move(other, client)).toMatchObject({ $object: 'referer_account' });
    expect(await move(client, stranger.partner)).toMatchObject({ $object: 'referer_account' });
    expect(await move(stranger.client, partner)).toMatchObject({ $object: 'elid' });
    expect(await partnerOf(client)).toBeUndefined();

    const referral = await addTestReferral(place().store, { partner, ...provider }, Date.now() - 80 * DAY);
    await ask('billref.expense.add', {
      external_id: 'e',
      account: String(referral),
      amount: '10',
      cdate: new Date(Date.now() - 70 * DAY).toISOString(),
    });
    const { store, logs } = backend();
    await maintain({ store, logs }, { now: Date.now() });
    expect(await move(referral, other)).toMatchObject({ $type: 'exists', $object: 'elid' });
    expect(await partnerOf(referral)).toBe(partner);
  });

  test('a ledger is adjusted by an entry with a reason', async () => {
    const { ask, partner } = await setUp();
    const add = (fields: Record<string, string>) => ask('billref.ledger.add', { account: String(partner), ...fields });
    expect(await add({ amount: '5.00', reason: 'a gift' })).toMatchObject({ balance: { $: '5.00 EUR' } });
    expect(await add({ amount: '-7.5', reason: 'a mistake' })).toMatchObject({ balance: { $: '-2.50 EUR' } });
    expect((await add({ amount: '0', reason: 'x' })).error).toMatchObject({ $object: 'amount' });
    expect((await add({ amount: '1', reason: ' ' })).error).toMatchObject({ $object: 'reason' });
    expect((await add({ amount: '1', reason: 'x', account: '999999' })).error).toMatchObject({ $object: 'account' });
  });
});
