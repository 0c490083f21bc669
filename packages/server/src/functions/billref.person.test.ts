import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type TestBackend, withBackend } from '../../testing/backend.ts';
import { clientLogin, staffLogin, TEST_PASSWORD } from '../../testing/logins.ts';
import { addTestProvider } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';
import { type Decision, decisions } from '../person/decisions.ts';
import { columnsOf } from '../person/rows.ts';
import { maintain } from '../rewards/maintain.ts';
import { findSession, noteArrival } from '../sessions/session.ts';
import type { Store } from '../store/open.ts';
import { basketOf, payBasket } from '../store/orders.ts';
import { addTariff } from '../store/tariffs.ts';

const DAY = 86_400_000;

/** Every row of every table, a line each, with the columns that are asked for. */
async function dump(
  store: Store,
  columns: (decision: Decision, table: string) => readonly string[],
): Promise<string[]> {
  const lines: string[] = [];
  for (const [table, decision] of Object.entries<Decision>(decisions)) {
    const asked = columns(decision, table);
    if (asked.length === 0) continue;
    const list = sql.join(asked.map((column) => sql.ref(column)));
    const { rows } = await sql`select ${list} from ${sql.table(table)} order by ${list}`.execute(store);
    lines.push(...rows.map((row) => `${table} ${JSON.stringify(row)}`));
  }
  return lines;
}

const whole = (store: Store): Promise<string[]> => dump(store, columnsOf);

let people = 0;

/** Somebody of whom every table holds something that may hold any, by what is really called. */
async function addSomebody({ store, logs, doc, project, partner, program }: TestBackend) {
  people += 1;
  const number = `${String(people)}${String(process.pid)}`;
  const theirs = {
    name: `Rita Marigold-${number}`,
    email: `rita.marigold.${number}@example.com`,
    contact: `contact@marigold${number}.example`,
    phone: `+49 30 ${number}`,
    domain: `marigold${number}.com`,
    ga: `GA1.2.${number}`,
  };
  const { name, email, contact, phone, domain, ga } = theirs;
  const { auth: staff } = await staffLogin(store, project);
  const ask = async (fields: Record<string, string>) => {
    const answer = await doc(fields, { method: 'POST' });
    expect({ ...fields, error: answer.error }).toEqual({ ...fields, error: undefined });
    return answer;
  };
  const asStaff = (func: string, fields: Record<string, string>) => ask({ func, auth: staff, sok: 'ok', ...fields });

  const site = { func: 'referralprogram.registerclick', p: `https://site.com/?from=${String(partner)}` };
  const sesid = (await ask({ ...site, nonce: `nonce-of-${number}-0123456789` })).cntid?.$ ?? '';
  const place = { country: '840', state: 'US-CA', tzoffset: '-480,1', _ga: ga, project: String(project) };
  const registered = await ask({
    func: 'register',
    sok: 'ok',
    email,
    passwd: TEST_PASSWORD,
    realname: name,
    phone,
    recovery: 'on',
    sesid,
    ...place,
  });
  const key = new URLSearchParams(registered.ok?.$).get('key') ?? '';
  const account = registered['account.id']?.$ ?? '';
  const auth = (await ask({ func: 'auth', username: email, password: TEST_PASSWORD })).auth?.$ ?? '';
  const session = await findSession(store, auth, Date.now());
  if (session === undefined) throw new Error('somebody has logged in');
  await noteArrival(store, session, { sesid: (await ask(site)).cntid?.$, partner }, Date.now());
  await doc({ func: 'auth', username: email, password: 'a wrong one' });
  await ask({ func: 'affiliate.client.click.filter', auth, sok: 'ok', site: domain });

  // A domain is paid for, and another lies in the basket.
  const tariff = await addTariff(store, { project, name: '.com', itemtype: 'domain', costs: { 12: 1200 } });
  const order = (who: Record<string, string>) =>
    ask({
      func: 'domain.order.contact',
      sok: 'ok',
      checked_domain: `${domain.replace('.com', '____________com')}:1:${String(tariff)}:1,`,
      domain_1: 'on',
      realname: name,
      email: contact,
      phone,
      ...who,
    });
  await order({ auth });
  const buyer = { account: Number(account), project, now: Date.now() };
  await store.transaction().execute(async (writing) => {
    await payBasket(writing, { ...buyer, basket: await basketOf(writing, buyer), brought: [] });
  });
  await order({ auth: staff, su: email });

  // The provider's staff writes of them.
  const expense = { account, external_id: `invoice-${number}`, amount: '20.00', name: `Setup for ${name}` };
  const { id } = await asStaff('billref.expense.add', expense);
  await asStaff('billref.refund.add', { external_id: `credit-${number}`, expense: id?.$ ?? '', amount: '5.00' });
  await asStaff('billref.ledger.add', { account, amount: '7.00', reason: `sorry, ${name}` });
  await asStaff('referralprogram.referer.edit', { plid: String(program), account });
  const { account: brought = 0 } = await clientLogin(store, project);
  const said = { referer_account: account, reason: `${name} brought them` };
  await asStaff('referralprogram.referral.edit', { elid: String(brought), ...said });
  await asStaff('accountgroup.edit', { name: `Group ${number}` });
  await asStaff('session.newkey', { username: email, key: `key-of-${number}-0123456789` });
  await asStaff('user.filter', { email });
  await maintain({ store, logs }, { now: Date.now() + people * 40 * DAY });
  return { ...theirs, ask, asStaff, account, auth, key, brought, sesid, staff, buyer };
}

onEachStore((place) => {
  const backend = withBackend(place);

  test('erasing leaves nothing of the person in any table, and everything of the money', async () => {
    const { store, doc } = backend();
    const other = await addSomebody(backend());
    const { name, email, contact, phone, domain, ga, account, asStaff } = await addSomebody(backend());
    const values = [name, email, contact, phone, domain, ga];
    const before = await whole(store);
    for (const value of values) expect(before.filter((line) => line.includes(value)).length).toBeGreaterThan(0);
    const ofOther = (lines: readonly string[]) =>
      lines.filter((line) => [other.name, other.email, other.contact, other.domain].some((it) => line.includes(it)));
    // What is removed with its row is gone; the basket's item, too.
    const kept = ({ kept: stays = [] }: Decision, table: string) => (table === 'audit' ? [] : stays);
    const money = (lines: readonly string[]) => lines.filter((line) => !/"status":"basket"|^account /.test(line));
    const moneyBefore = money(await dump(store, kept));

    const form = await doc({ func: 'billref.person.erase', auth: other.staff, elid: account });
    expect(form).toMatchObject({ account: { $: '1' }, user: { $: '1' }, contact: { $: '1' }, expense: { $: '1' } });
    expect(form).toMatchObject({ outbox: { $: '1' }, ledger: { $: '1' }, session: { $: '2' }, recovery: { $: '1' } });
    expect(form).toMatchObject({ item: { $: '2' }, login_key: { $: '2' }, session_arrival: { $: '2' } });
    expect(form).not.toHaveProperty('referralprogram_reward');
    expect(await whole(store)).toEqual(before);

    expect(await asStaff('billref.person.erase', { elid: account })).not.toHaveProperty('already');
    const after = await whole(store);
    for (const value of values) expect(after.filter((line) => line.includes(value))).toEqual([]);
    expect(money(await dump(store, kept))).toEqual(moneyBefore);
    const left = ofOther(after);
    expect(left).toEqual(ofOther(before));
    expect(new Set(left.map((line) => line.split(' ')[0]))).toEqual(
      new Set(['account', 'audit', 'contact', 'expense', 'item', 'ledger', 'outbox', 'session_filter', 'user']),
    );
    expect(backend().failures).toEqual([]);
  });

  test('nobody logs in for an erased client, by whatever opened it before; the e-mail can be registered anew', async () => {
    const { store, doc, project } = backend();
    const { email, account, auth, key, asStaff, staff, buyer } = await addSomebody(backend());
    expect(await doc({ func: 'whoami', auth })).toHaveProperty('user');
    await asStaff('billref.person.erase', { elid: account });

    const refused = async (fields: Record<string, string>) => (await doc(fields)).error;
    const { id } = await store
      .selectFrom('user')
      .where('account', '=', Number(account))
      .select('id')
      .executeTakeFirstOrThrow();
    for (const username of [email, `erased-${String(id)}`]) {
      for (const secret of [{ password: TEST_PASSWORD }, { password: '' }, { key }])
        expect((await refused({ func: 'auth', username, ...secret }))?.$type).toMatch(/auth|missed/);
      expect(
        await refused({ func: 'session.newkey', auth: staff, username, key: '0123456789-0123456789' }),
      ).toMatchObject({ $object: 'username' });
      expect(await refused({ func: 'basket', auth: staff, su: username })).toMatchObject({ $object: 'su' });
    }
    expect(await refused({ func: 'whoami', auth })).toMatchObject({ $type: 'access', $object: 'session' });
    // A login that was under way when the client was erased.
    await store
      .updateTable('session')
      .set({ user: id })
      .where('id', '=', (await findSession(store, staff, Date.now()))?.id ?? 0)
      .execute();
    expect(await refused({ func: 'whoami', auth: staff })).toMatchObject({ $type: 'access', $object: 'session' });

    expect(await doc({ func: 'recovery', sok: 'ok', email })).toHaveProperty('ok');
    expect(await store.selectFrom('outbox').where('recipient', '=', email).select('id').execute()).toEqual([]);
    const again = await doc({ func: 'register', sok: 'ok', email, passwd: TEST_PASSWORD, project: String(project) });
    expect(Number(again['account.id']?.$)).toBeGreaterThan(buyer.account);
  });

  test('a repeat answers already and writes nothing, but erases what has come since', async () => {
    const { store } = backend();
    const { account, name, asStaff } = await addSomebody(backend());
    const audits = () => store.selectFrom('audit').where('func', '=', 'billref.person.erase').selectAll().execute();
    await asStaff('billref.person.erase', { elid: account });
    const [written, ...others] = (await audits()).filter(({ elid }) => elid === Number(account));
    expect(others).toEqual([]);
    expect(JSON.parse(written?.after ?? '')).toMatchObject({ erased: { account: 1, user: 1, contact: 1 } });

    const before = await whole(store);
    expect(await asStaff('billref.person.erase', { elid: account })).toMatchObject({ already: { $: 'on' } });
    expect(await whole(store)).toEqual(before);

    const late = { account, external_id: `late-${account}`, amount: '1.00', name };
    await asStaff('billref.expense.add', late);
    expect((await whole(store)).some((line) => line.includes(name))).toBe(true);
    expect(await asStaff('billref.person.erase', { elid: account })).toMatchObject({ already: { $: 'on' } });
    expect((await whole(store)).some((line) => line.includes(name))).toBe(false);
    expect((await audits()).filter(({ elid }) => elid === Number(account))).toHaveLength(2);
    // It is still known, and not taken in twice.
    expect(await asStaff('billref.expense.add', late)).toMatchObject({ already: { $: 'on' } });
  });

  test('export tells everything of a client by table, and no hash, key or session', async () => {
    const { store, doc, partner } = backend();
    const one = await addSomebody(backend());
    const other = await addSomebody(backend());
    const answer = await doc({ func: 'billref.person.export', out: 'xjson', auth: one.staff, elid: one.account });
    const tables = answer as unknown as Record<string, Record<string, { $: string }>[]>;
    const values = (table: string) =>
      (tables[table] ?? []).map((row) => Object.fromEntries(Object.entries(row).map(([key, { $ }]) => [key, $])));

    expect(values('user')).toMatchObject([{ email: one.email, realname: one.name, phone: one.phone, ga: one.ga }]);
    expect(values('contact')).toMatchObject([{ name: one.name, email: one.contact }]);
    // Of the registration, and of the login.
    const session = { user: expect.any(String), last_used: expect.stringMatching(/^\d{4}-/) };
    expect(values('session')).toEqual([session, session]);
    expect(values('session_arrival').map(({ partner: brought }) => brought)).toEqual(
      expect.arrayContaining([String(partner), undefined]),
    );
    expect(values('referralprogram_click').map(({ sesid }) => sesid)).toContain(one.sesid);
    expect(values('referralprogram_referral')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ referral_account: one.account, sesid: one.sesid }),
        expect.objectContaining({ referral_account: String(one.brought), referer_account: one.account }),
      ]),
    );
    expect(values('item').map(({ status }) => status)).toEqual(expect.arrayContaining(['active', 'basket']));
    expect(values('expense').map(({ amount }) => amount)).toEqual(expect.arrayContaining(['1200', '2000']));
    expect(values('refund')).toMatchObject([{ amount: '500' }]);
    expect(values('referralprogram_reward').length).toBeGreaterThan(0);
    expect(values('payment_reward').length).toBe(values('referralprogram_reward').length);
    expect(values('ledger')).toMatchObject([{ amount: '700', reason: `sorry, ${one.name}` }]);
    expect(values('outbox')).toMatchObject([{ recipient: one.email }]);
    expect(values('currency')).toMatchObject([{ iso: 'EUR', exponent: '2' }]);
    expect(new Set(values('audit').map(({ func }) => func))).toEqual(
      new Set([
        'su',
        'billref.expense.add',
        'billref.refund.add',
        'billref.ledger.add',
        'referralprogram.referer.edit',
        'referralprogram.referral.edit',
      ]),
    );

    const text = JSON.stringify(answer);
    const { passwd } = await store
      .selectFrom('user')
      .where('email', '=', one.email)
      .select('passwd')
      .executeTakeFirstOrThrow();
    const hashes = await store.selectFrom('session').select('token_hash').execute();
    for (const secret of [passwd, one.key, 'key=', ...hashes.map(({ token_hash }) => token_hash)])
      expect(text).not.toContain(secret);
    for (const column of ['passwd', 'token_hash', 'key_hash', 'body']) expect(text).not.toContain(`"${column}"`);
    expect(values('guess').map((row) => Object.keys(row))).toEqual([['tries', 'expires']]);
    for (const theirs of [other.name, other.email, other.sesid]) expect(text).not.toContain(theirs);

    // The partner's own rewards and payments, without the click or the name of whom they brought.
    const ofPartner = await doc({
      func: 'billref.person.export',
      out: 'xjson',
      auth: one.staff,
      elid: String(partner),
    });
    for (const table of ['payment', 'subaccount', 'referralprogram_reward'])
      expect((ofPartner as unknown as typeof tables)[table]?.length).toBeGreaterThan(0);
    for (const theirs of [one.name, one.email, one.sesid, one.contact])
      expect(JSON.stringify(ofPartner)).not.toContain(theirs);
  });

  test('only the provider’s own staff exports and erases, and only its clients', async () => {
    const { store, doc, partner } = backend();
    const elid = String(partner);
    const before = await store.selectFrom('account').where('id', '=', partner).selectAll().execute();
    const other = await staffLogin(store, (await addTestProvider(store, { now: 0 })).project);
    const client = await clientLogin(store, backend().project);
    for (const func of ['billref.person.export', 'billref.person.erase']) {
      const error = async (fields: Record<string, string>) => (await doc({ func, sok: 'ok', ...fields })).error;
      expect(await error({ auth: other.auth, elid })).toMatchObject({ $type: 'value', $object: 'elid' });
      expect(await error({ auth: client.auth, elid })).toMatchObject({ $type: 'access' });
      expect(await error({ elid })).toMatchObject({ $type: 'access' });
    }
    expect(await store.selectFrom('account').where('id', '=', partner).selectAll().execute()).toEqual(before);
  });
});
