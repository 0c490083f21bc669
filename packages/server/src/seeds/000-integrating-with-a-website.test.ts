import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { clientSession } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { newVisitor } from '../../testing/visitor.ts';
import { createProgram } from '../store/programs.ts';

const func = 'referralprogram.registerclick';

/** Seed 000: “To integrate the referral program with a website …” */
onEachStore((place) => {
  const backend = withBackend(place);
  const clicks = () => backend().store.selectFrom('referralprogram_click').selectAll().execute();
  const link = (from: string | number = backend().partner) => `https://site.com/?from=${String(from)}`;

  test('“if the website URL is the BILLmanager address … the platform will automatically … register the referral link click”', async () => {
    const { store, project, partner, origin } = backend();
    const url = `${origin}/billmgr`;
    const program = await createProgram(store, project, { name: 'Here', url }, 0);
    await store
      .insertInto('referralprogram_referer')
      .values({ account: partner, project, referralprogram: program })
      .execute();
    const before = (await clicks()).length;
    const visitor = newVisitor(backend());
    // A reload is no second click.
    for (let times = 0; times < 2; times += 1) await visitor.open(`?from=${partner}`);
    const [click, ...others] = (await clicks()).slice(before);
    expect(others).toEqual([]);
    expect(click).toMatchObject({ method: 'billing', site: url, referer_account: partner, referralprogram: program });
    const email = `here-${project}-${process.pid}@example.com`;
    await visitor.open('', { func: 'register', sok: 'ok', email, passwd: 'q1w2e3', realname: 'Rita' });
    const referral = await store
      .selectFrom('referralprogram_referral as referral')
      .innerJoin('user', 'user.account', 'referral.referral_account')
      .where('user.email', '=', email)
      .select(['referer_account', 'sesid'])
      .execute();
    expect(referral).toEqual([{ referer_account: partner, sesid: click?.sesid }]);
  });

  test('“the platform registers the click and returns a unique identifier in the field doc["cntid"]["$"]”', async () => {
    const { doc, program, partner } = backend();
    const answers = await Promise.all([doc({ func, p: link() }), doc({ func, p: link() })]);
    const ids = answers.map(({ cntid }) => cntid?.$);
    expect(new Set(ids).size).toBe(2);
    const rows = (await clicks()).filter(({ sesid }) => ids.includes(sesid));
    expect(rows).toHaveLength(2);
    for (const row of rows)
      expect(row).toMatchObject({ referer_account: partner, referralprogram: program, referral_account: null });
  });

  test('“from the website side, send a request”: p “URL-encoded”, “out=xjson — response format”', async () => {
    const { origin, partner } = backend();
    const query = `func=referralprogram.registerclick&p=https%3A%2F%2Fsite.com%2F%3Ffrom%3D${partner}&out=xjson`;
    const response = await fetch(`${origin}/billmgr?${query}`);
    expect(response.headers.get('content-type')).toContain('application/json');
    const { doc } = (await response.json()) as { doc: { cntid: { $: string } } };
    const row = (await clicks()).find(({ sesid }) => sesid === doc.cntid.$);
    expect(row).toMatchObject({ method: 'site', site: 'https://site.com/', referer_account: partner });
  });

  test('“this address is displayed in the referrer’s client area”, and is registered as it stands there', async () => {
    const { store, doc, partner } = backend();
    const { url } = await doc({ func: 'affiliate.client', auth: await clientSession(store, partner) });
    expect(url?.$).toBe(link());
    expect(await doc({ func, p: url?.$ ?? '' })).toHaveProperty('cntid');
  });

  test('“p must exactly match … Website URL, otherwise the click will not be registered”', async () => {
    const { doc } = backend();
    const before = (await clicks()).length;
    const p = `https://site.com/catalog/?from=${String(backend().partner)}`;
    expect(await doc({ func, p })).toMatchObject({
      reason: { $: 'url-mismatch' },
      p: { $: p },
      url: { $: 'https://site.com/' },
    });
    expect(await doc({ func, p: 'https://elsewhere.com/?from=2' })).not.toHaveProperty('url');
    expect(await clicks()).toHaveLength(before);
  });
});
