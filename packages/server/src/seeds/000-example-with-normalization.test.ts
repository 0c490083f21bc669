import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { clientLogin } from '../../testing/logins.ts';
import { onEachStore } from '../../testing/stores.ts';
import { newVisitor } from '../../testing/visitor.ts';

/** Seed 000: “Example with normalization”, as its page asks; `e2e/vendor-page.spec.ts` opens it in a browser. */
onEachStore((place) => {
  const backend = withBackend(place);
  /** `getBillCntid()` on a page at this address: path and query are gone, the hash is not, and a space ends the path. */
  const getBillCntid = async (page: string, referrer: string): Promise<string | undefined> => {
    const landing = new URL(page);
    landing.pathname = '/';
    landing.search = '';
    const response = await fetch(
      `${backend().origin}/billmgr%20?func=referralprogram.registerclick&p=${encodeURIComponent(landing.href)}&out=xjson`,
      { headers: { Origin: landing.origin, Referer: referrer } },
    );
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const { doc } = (await response.json()) as { doc: { cntid?: { $: string } } };
    return doc.cntid?.$;
  };
  /** `gotoBillManager()`. */
  const gotoBillManager = async (cntid = '') => {
    const visitor = newVisitor(backend());
    await visitor.open(`/billmgr%20?cntid=${cntid}`);
    return visitor;
  };
  const landing = () => `https://site.com/catalog/?from=${backend().partner}#prices`;
  const referralOf = (email: string) =>
    backend()
      .store.selectFrom('referralprogram_referral as referral')
      .innerJoin('user', 'user.account', 'referral.referral_account')
      .where('user.email', '=', email)
      .select(['referral.referer_account', 'referral.sesid'])
      .executeTakeFirst();
  let emails = 0;
  const register = async (visitor: Awaited<ReturnType<typeof gotoBillManager>>) => {
    const email = `example-${(emails += 1)}-${backend().project}-${process.pid}@example.com`;
    await visitor.open('', { func: 'register', sok: 'ok', email, passwd: 'q1w2e3', realname: 'Rita' });
    return email;
  };

  test('“link normalization … guarantees matching …, even if the user navigated to a page with a path”', async () => {
    const sesid = await getBillCntid(landing(), landing());
    const click = await backend()
      .store.selectFrom('referralprogram_click')
      .where('sesid', '=', sesid ?? '')
      .selectAll()
      .executeTakeFirst();
    expect(click).toMatchObject({ site: 'https://site.com/', referer_account: backend().partner });
  });

  test('cntid “allows the platform to associate a future registration … with a specific click”', async () => {
    const sesid = await getBillCntid(landing(), landing());
    const email = await register(await gotoBillManager(sesid));
    expect(await referralOf(email)).toEqual({ referer_account: backend().partner, sesid });
  });

  test('cntid “allows the platform to associate a future … purchase with a specific click”', async () => {
    const { store, project, pricelist, partner } = backend();
    const sesid = await getBillCntid(landing(), landing());
    const { email } = await clientLogin(store, project);
    const visitor = await gotoBillManager(sesid);
    await visitor.open('', { func: 'auth', username: email, password: 'q1w2e3r4' });
    expect(await referralOf(email)).toBeUndefined();
    await visitor.open(`?func=quickorder&pricelist=${pricelist}&period=1`);
    await visitor.open('', { func: 'payment', sok: 'ok', amount: '1050' });
    expect(await referralOf(email)).toEqual({ referer_account: partner, sesid });
  });

  test('the page clears the query, and with it the partner: where no Referer tells it either, nobody gets the client', async () => {
    const sesid = await getBillCntid(landing(), 'https://site.com/');
    expect(sesid).toBeDefined();
    expect(await referralOf(await register(await gotoBillManager(sesid)))).toBeUndefined();
  });

  test('“if the referral program connection identifier is found”: without one the page leads to billing as well', async () => {
    expect(await referralOf(await register(await gotoBillManager()))).toBeUndefined();
  });
});
