import { describe, expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { clientSession, staffSession } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { maintain } from '../rewards/maintain.ts';
import { hashOfToken } from '../sessions/token.ts';
import { STATUS } from '../store/payment-status.ts';
import { forgetRefusals, keepRefusal } from '../store/refusals.ts';

const DAY = 86_400_000;

interface Traced {
  readonly elem: readonly { readonly table: { $: string }; readonly what: { $: string } }[];
}

/** From a click to its payment, and who may hear of it. */
onEachStore((place) => {
  const backend = withBackend(place);

  const sessionOf = (account: number) => clientSession(backend().store, account);

  test('tells the whole way, by the click, the client or the expense, each with its row', async () => {
    const { store, logs, doc, project, partner } = backend();
    const auth = await staffSession(store, project);
    const p = `https://site.com/?from=${partner}`;
    const sesid = (await doc({ func: 'referralprogram.registerclick', p })).cntid?.$ ?? '';
    const email = `way-${project}-${place().databaseUrl === undefined ? 'lite' : 'pg'}@example.com`;
    const joined = await doc({ func: 'register', sok: 'ok', email, passwd: 'a password', sesid });
    const account = joined['account.id']?.$ ?? '';
    const told = await doc({
      func: 'billref.expense.add',
      auth,
      external_id: 'way',
      account,
      amount: '10.00',
      name: 'A domain',
    });
    const expense = told.id?.$ ?? '';
    await doc({ func: 'billref.refund.add', auth, external_id: 'back', expense, amount: '1' });
    await maintain({ store, logs }, { now: Date.now() + 40 * DAY });

    const trace = async (as: string, of: Record<string, string>) =>
      (await doc({ func: 'billref.trace', auth: as, ...of })) as unknown as Traced;
    const tables = ({ elem }: Traced) => elem.map(({ table }) => table.$);
    const whole = [
      'referralprogram_click',
      'account',
      'referralprogram_referral',
      'expense',
      'refund',
      'referralprogram_reward',
      'referralprogram_reward',
      'payment',
    ];
    for (const asked of [{ sesid }, { account }, { expense }])
      expect(tables(await trace(auth, asked)).toSorted()).toEqual(whole.toSorted());
    const words = (await trace(auth, { sesid })).elem.map(({ what }) => what.$);
    expect(words).toEqual(
      expect.arrayContaining([
        `a click on the link of partner ${partner}, on https://site.com/, matched to program ${backend().program} (site)`,
        `linked to partner ${partner} by program ${backend().program}, by click ${sesid}`,
        'paid 10.00 EUR for A domain',
        `1.00 EUR of expense ${expense} given back`,
      ]),
    );
    expect(words.filter((one) => one.includes('earned 1.00 EUR'))).toHaveLength(1);
    expect(words.filter((one) => / gives back for refund \d+ 0\.10 EUR of expense /.test(one))).toHaveLength(1);
    expect(words.filter((one) => one.includes('was paid 0.90 EUR'))).toHaveLength(1);

    const setStatus = (status: number) => store.updateTable('payment').set({ status }).execute();
    await setStatus(STATUS.new);
    const begun = (await trace(auth, { sesid })).elem.map(({ what }) => what.$);
    await setStatus(STATUS.credited);
    expect(begun.filter((one) => one.includes('is being paid 0.90 EUR'))).toHaveLength(1);

    // The partner may know, without the name or e-mail of whom they brought.
    const own = await trace(await sessionOf(partner), { account });
    expect(tables(own).toSorted()).toEqual(whole.toSorted());
    expect(JSON.stringify(own)).not.toContain(email);
    const refused = async (as: string, of: Record<string, string>) =>
      (await doc({ func: 'billref.trace', auth: as, ...of })).error;
    expect(await refused(await sessionOf(Number(account)), { sesid })).toMatchObject({ $object: 'sesid' });
    expect(await refused(await sessionOf(partner), { account: String(partner) })).toMatchObject({ $object: 'account' });
    const other = await addTestProvider(store, { now: 0 });
    expect(await refused(await staffSession(store, other.project), { expense })).toMatchObject({ $object: 'expense' });
    expect(await refused(auth, { expense: '999999' })).toMatchObject({ $object: 'expense' });
    expect(await refused(auth, {})).toMatchObject({ $type: 'missed', $object: 'sesid' });
    expect((await doc({ func: 'billref.trace', sesid })).error).toMatchObject({ $type: 'access' });
  });

  describe('a landing that was refused', () => {
    const trace = async (auth: string, of: Record<string, string>) => {
      const { elem } = (await backend().doc({ func: 'billref.trace', auth, out: 'xjson', ...of })) as unknown as Traced;
      return elem.map(({ table, what }) => {
        expect(table.$).toBe('referralprogram_refusal');
        return what.$;
      });
    };
    let sites = 0;
    const newSite = async () => {
      const url = `https://refused-${(sites += 1)}.example/`;
      const provider = await addTestProvider(backend().store, { now: 0, url });
      const land = async (path: string) => {
        const doc = await backend().doc({ func: 'referralprogram.registerclick', p: `${url}${path}` });
        expect(doc).toHaveProperty('reason');
      };
      return { ...provider, url, land, staff: await staffSession(backend().store, provider.project) };
    };

    test('is told with its reason, by its address or by its partner; a landing that counted is none', async () => {
      const { url, land, staff, partner } = await newSite();
      const other = partner + 1_000_000;
      await backend().doc({ func: 'referralprogram.registerclick', p: `${url}?from=${partner}` });
      await land(`blog?from=${partner}`);
      await land(`blog?from=${other}`);
      await land('blog');
      await land(`?from=${other}`);
      const mismatch = `on ${url}blog, refused: url-mismatch; the Website URL is ${url}`;
      const own = `a landing on the link of partner ${partner}, ${mismatch}`;
      const others = `a landing on the link of partner ${other}, ${mismatch}`;
      const unknown = `a landing on the link of partner ${other}, on ${url}, refused: unknown-partner`;
      expect(await trace(staff, { p: `${url}blog` })).toEqual([
        own,
        others,
        `a landing without a partner, ${mismatch}`,
      ]);
      expect(await trace(staff, { p: `${url}blog?from=${partner}#top` })).toEqual([own]);
      expect(await trace(staff, { p: url })).toEqual([unknown]);
      expect(await trace(staff, { partner: String(other) })).toEqual([others, unknown]);
      expect(await trace(staff, { partner: String(partner) })).toEqual([own]);
      expect((await backend().doc({ func: 'billref.trace', auth: staff, p: 'site.com' })).error).toMatchObject({
        $type: 'value',
        $object: 'p',
      });
    });

    test('is a partner’s own alone to hear of, and no other provider’s', async () => {
      const { land, partner, url } = await newSite();
      const other = await newSite();
      await land(`blog?from=${partner}`);
      await land(`blog?from=${other.partner}`);
      await land('blog');
      const auth = await clientSession(backend().store, partner);
      for (const asked of [{ p: `${url}blog` }, { partner: String(partner) }])
        expect(await trace(auth, asked)).toEqual([expect.stringContaining(`partner ${partner},`)]);
      for (const asked of [{ p: `${url}blog?from=${other.partner}` }, { partner: String(other.partner) }])
        expect(await trace(auth, asked)).toEqual([]);
      expect(await trace(other.staff, { p: `${url}blog` })).toEqual([]);
    });

    test('on an address of nobody is its partner’s provider’s, and without one nobody’s', async () => {
      const { staff, partner } = await newSite();
      const { store } = backend();
      const count = async () => (await store.selectFrom('referralprogram_refusal').select('id').execute()).length;
      const before = await count();
      const p = (query: string) => `https://nobody-${partner}.example/${query}`;
      for (const query of ['', '?from=987654321', `?from=${partner}`])
        await backend().doc({ func: 'referralprogram.registerclick', p: p(query) });
      expect(await trace(staff, { p: p('') })).toEqual([expect.stringContaining(`partner ${partner},`)]);
      expect(await count()).toBe(before + 1);
    });

    test('is kept for thirty days, and a thousand of a provider in a day', async () => {
      const { project, land, staff, url } = await newSite();
      const { store } = backend();
      const now = Date.now();
      const refusal = { project, partner: null, site: `${url}old`, reason: 'url-mismatch', url };
      for (const days of [30, 29]) await keepRefusal(store, { ...refusal, cdate: now - days * DAY });
      await land('today');
      expect(await trace(staff, { p: `${url}old` })).toHaveLength(2);
      await forgetRefusals(store, now);
      expect(await trace(staff, { p: `${url}old` })).toHaveLength(1);
      // As if it were the thousandth.
      await store
        .updateTable('guess')
        .set({ tries: 999 })
        .where('subject', '=', hashOfToken(`refusal project ${project}`))
        .execute();
      await land('new');
      await land('new');
      expect(await trace(staff, { p: `${url}new` })).toHaveLength(1);
    });
  });
});
