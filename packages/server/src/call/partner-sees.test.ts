import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type ExampleBackend, exampleBackends } from '../../testing/example-backend.ts';
import { isList } from './list.ts';
import { functions } from './registry.ts';

/** Rita, account 3, whom the partner of the examples brought, as nobody but her provider may know her. */
const HIDDEN = {
  email: 'marigold-login@rita.example',
  name: 'Zoe Marigold-Name',
  phone: '+49 30 5551234-98765',
  contact: 'marigold-contact@rita.example',
  told: 'Setup for Zoe Marigold-Told',
  domain: 'marigold-domain.com',
} as const;

/** What a partner may name: the client, the expenses, the click. */
const IDS = ['1', '2', '3', '4', '1762745305.hvtgBc', '2025-12-01', '2025-12-10'];

let backends: Awaited<ReturnType<typeof exampleBackends>> | undefined;
let backend: ExampleBackend;
beforeAll(async () => {
  backends = await exampleBackends();
});
afterAll(() => backends?.remove());
beforeEach(async () => {
  if (backends === undefined) throw new Error('the backends are made before the first test');
  backend = await backends.start();
  const { store } = backend;
  const { email, name, phone, contact, told, domain } = HIDDEN;
  await store.updateTable('account').set({ name }).where('id', '=', 3).execute();
  await store.updateTable('user').set({ email, realname: name, phone }).where('account', '=', 3).execute();
  await store.insertInto('contact').values({ account: 3, name, email: contact, phone }).execute();
  await store
    .updateTable('item')
    .set({ parameters: `domain=${domain}` })
    .where('account', '=', 3)
    .execute();
  const expense = { account: 3, name: told, amount: 500, currency: 126, cdate: 1_764_600_000_000, cday: '2025-12-01' };
  const { id } = await store.insertInto('expense').values(expense).returning('id').executeTakeFirstOrThrow();
  const whose = { referralprogram_rule: 1, referralprogram: 1, referer_account: 2, referral_account: 3 };
  const reward = { ...whose, expense: id, amount: 50, currency: 126, cdate: '2025-12-01' };
  await store.insertInto('referralprogram_reward').values(reward).execute();
});
afterEach(() => backend.close());

const say = async (
  parameters: Readonly<Record<string, string>>,
  { as = 'partner', accept }: { as?: 'partner' | 'provider'; accept?: string } = {},
): Promise<string> => {
  const format = accept === undefined ? { out: 'xjson' } : {};
  const answer = await (await backend.ask(as, { ...format, ...parameters }, accept)).text();
  expect(backend.failures).toEqual([]);
  return answer;
};

/** One after the other, for what one does to the session counts for the next. */
async function inTurn<Asked>(all: readonly Asked[], ask: (asked: Asked) => Promise<string>): Promise<string[]> {
  const answers: string[] = [];
  for (const asked of all) answers.push(await ask(asked));
  return answers;
}

const toPartners = functions.filter(({ access }) => access !== 'provider');

describe.each(toPartners.map((one) => [one.name, one] as const))('%s', (name, { parameters, examples }) => {
  test('tells a partner neither login nor name nor phone of a referral, whatever ids it is asked by', async () => {
    const func = examples[0].parameters.func ?? name;
    const asExamples = examples.map((example) => ({ func, ...example.parameters }));
    const byIds = Object.keys(parameters.shape)
      // With a password each costs a hash, and tells of nobody but whoever has it.
      .filter((parameter) => !['sok', 'passwd', 'password'].includes(parameter))
      .flatMap((parameter) => IDS.map((id) => ({ func, [parameter]: id })));
    const answers = [
      ...(await inTurn([...asExamples, ...byIds], (asked) => say(asked))),
      ...(await inTurn(asExamples, (asked) => say(asked, { accept: 'text/html' }))),
    ];
    for (const value of Object.values(HIDDEN)) expect(answers.filter((answer) => answer.includes(value))).toEqual([]);
  });
});

test('the provider is told all of it, so that a partner could be', async () => {
  expect(await say({ func: 'user', elid: '3' }, { as: 'provider' })).toContain(HIDDEN.email);
  expect(await say({ func: 'account' }, { as: 'provider' })).toContain(HIDDEN.name);
  expect(await say({ func: 'billref.trace', account: '3' }, { as: 'provider' })).toContain(HIDDEN.told);
  expect(await say({ func: 'billref.trace', account: '3' })).toContain('paid 5.00 EUR');
  expect(await say({ func: 'affiliate.client.click' })).toContain('Z*** (3)');
  // And a partner is shown pages, and no login's.
  expect(await say({ func: 'dashboard' }, { accept: 'text/html' })).toContain('<h2>Referral program</h2>');
});

const lists = toPartners.flatMap((one) => (isList(one) && one.filters !== undefined ? [[one.name, one.filters]] : []));

test.each(lists as [string, object][])('%s cannot be searched for what is hidden', async (list, filters) => {
  for (const column of Object.keys(filters)) {
    const found = async (value: string): Promise<string> => {
      await say({ func: `${list}.filter`, sok: 'ok', drop: 'on' });
      await say({ func: `${list}.filter`, sok: 'ok', [column]: value });
      return say({ func: list });
    };
    const nothing = await found('no-such-thing-anywhere');
    for (const value of Object.values(HIDDEN)) {
      expect(await found(value)).toBe(nothing);
      expect(await found(value.slice(1, 6))).toBe(nothing);
    }
  }
});

test('a name of one letter is hidden whole', async () => {
  await backend.store.updateTable('account').set({ name: 'Z' }).where('id', '=', 3).execute();
  const answer = await say({ func: 'affiliate.client.click' });
  expect(answer).toContain('"*** (3)"');
  expect(answer).not.toContain('Z***');
});

test.each([
  ['auth', { password: 'wrong password' }, 'username'],
  ['recovery', { sok: 'ok' }, 'email'],
  ['session.newkey', { key: 'made-at-random-0123456789' }, 'username'],
  ['basket', {}, 'su'],
] as const)('%s tells no login that somebody has from one that nobody has', async (func, fields, parameter) => {
  const nobody = 'marigold-other@rita.example';
  const of = async (login: string) => (await say({ func, ...fields, [parameter]: login })).replaceAll(login, '<login>');
  expect(await of(HIDDEN.email)).toBe(await of(nobody));
});

test('a partner whose client is another’s by now hears of the click alone', async () => {
  const { store } = backend;
  await store
    .updateTable('referralprogram_referral')
    .set({ referer_account: 1 })
    .where('referral_account', '=', 3)
    .execute();
  const answer = await say({ func: 'billref.trace', sesid: '1762745305.hvtgBc' });
  expect(answer).toContain('a click on the link of partner 2');
  expect(answer).not.toContain('paid');
  expect(answer).not.toContain('client 3');
  expect(await say({ func: 'billref.trace', sesid: '1762745305.hvtgBc' }, { as: 'provider' })).toContain('paid');
});
