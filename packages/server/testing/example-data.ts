import type { Example } from '../src/call/declare.ts';
import type { Logs } from '../src/log/logs.ts';
import { maintain } from '../src/rewards/maintain.ts';
import { hashPassword } from '../src/sessions/password.ts';
import { hashOfToken } from '../src/sessions/token.ts';
import { saveClicks } from '../src/store/clicks.ts';
import { addAddon } from '../src/store/addons.ts';
import { addClient } from '../src/store/clients.ts';
import type { Store } from '../src/store/open.ts';
import { addToBasket, basketOf, payBasket } from '../src/store/orders.ts';
import { addAccountGroup, setMembership } from '../src/store/account-groups.ts';
import { addPartner, addProgram, createProgram } from '../src/store/programs.ts';
import { addRate } from '../src/store/rates.ts';
import { addProvider, currencyOf } from '../src/store/provider.ts';
import { linkReferral } from '../src/store/referrals.ts';
import { changeRule, createCondition, createConditionGroup, createRule, ruleOf } from '../src/store/rules.ts';
import { addTariff, tariffs } from '../src/store/tariffs.ts';

/** When the examples of the reference are asked: a month after the click that seed 000 shows. */
export const EXAMPLE_NOW = Date.parse('2025-12-10T10:00:00Z');

/** The password of everybody in the examples. */
const EXAMPLE_PASSWORD = 'example-password';

/** Who asks in the examples: their session, to be sent as `auth`. */
export const EXAMPLE_SESSIONS = {
  provider: 'example-session-of-the-provider',
  partner: 'example-session-of-the-partner',
  client: 'example-session-of-the-client',
} as const satisfies Record<NonNullable<Example['as']>, string>;

const CLICK = { sesid: '1762745305.hvtgBc', cdate: 1_762_745_305_000 };
const DAY = 86_400_000;

/**
 * What the examples of the reference are asked of. Provider 1 has program 1 at 10 %; Ben, account 2, is its partner and
 * brought Rita, account 3, by the click of seed 000. She has bought tariff 1, was rewarded for on the first of
 * December, and has the same tariff in her basket.
 */
export async function addExampleData(store: Store, logs: Logs): Promise<void> {
  const opened = Date.parse('2025-11-01T09:00:00Z');
  const passwd = await hashPassword(EXAMPLE_PASSWORD);
  await store.transaction().execute(async (writing) => {
    const project = await addProvider(
      writing,
      { name: 'Example Hosting', currency: 'EUR', timezone: 'Europe/Berlin', email: 'admin@example.com', passwd },
      opened,
    );
    const add = async (realname: string, when: number): Promise<number> => {
      const email = `${realname.toLowerCase()}@example.com`;
      const contact = { phone: '71234567788', country: undefined, state: undefined };
      return (await addClient(writing, { project, email, realname, passwd, ...contact }, when)).account;
    };
    await add('Olga', opened);
    const partner = await add('Ben', opened);
    const referralprogram = await addProgram(
      writing,
      { project, name: 'Recommend us', url: 'https://site.com/', promocode: 'FRIEND-@ID@', percent: 100_000 },
      opened,
    );
    await addPartner(writing, { account: partner, project, referralprogram });
    await addTariff(writing, { project, name: 'Start', itemtype: 'vhost', costs: { 1: 1050, 12: 10_500 } });
    await addTariff(writing, { project, name: 'Pro', itemtype: 'vhost', costs: { 1: 2950 } });

    await saveClicks(writing, [
      {
        ...CLICK,
        method: 'site',
        project,
        referer_account: partner,
        referralprogram,
        site: 'https://site.com/',
        nonce: null,
        duplicate_of: null,
      },
    ]);
    await writing
      .insertInto('referralprogram_refusal')
      .values({
        project,
        partner,
        site: 'https://site.com/catalog/',
        reason: 'url-mismatch',
        url: 'https://site.com/',
        cdate: CLICK.cdate,
      })
      .execute();
    const joined = CLICK.cdate + DAY;
    const client = await add('Rita', joined);
    await linkReferral(writing, { account: client, project, brought: [{ sesid: CLICK.sesid }], now: joined });
    const buyer = { account: client, project, now: joined + DAY };
    const [tariff] = await tariffs(writing, { project, pricelist: 1, period: 1 });
    if (tariff === undefined) throw new Error('the tariff is there');
    await addToBasket(writing, { ...buyer, tariff });
    await payBasket(writing, { ...buyer, basket: await basketOf(writing, buyer), brought: [] });
    await addToBasket(writing, { ...buyer, tariff, now: EXAMPLE_NOW - DAY });

    // Program 2 has rule 3, of which condition 1 stands in group 1. Olga is in the group of clients 1.
    await addAccountGroup(writing, { project, name: 'Resellers' });
    await addAccountGroup(writing, { project, name: 'Staff' });
    await setMembership(writing, { account_group: 1, account: 1 }, true);
    const colleagues = await createProgram(
      writing,
      project,
      { name: 'Bring colleagues', name_ru: 'Приведи коллег', url: 'https://site.com/colleagues', account_group: 1 },
      opened,
    );
    const id = await createRule(writing, { referralprogram: colleagues, terms: { percent: 50_000 } }, opened);
    const rule = await ruleOf(writing, project, id);
    if (rule === undefined) throw new Error('the rule is there');
    const terms = {
      ctype: 3,
      comparison: 'moreequal',
      threshold: 5,
      orderperiods: null,
      condition_group: await createConditionGroup(writing, id, 'Many'),
    } as const;
    await changeRule(writing, rule, { condition: { id: await createCondition(writing, id), terms } }, opened);
  });
  await maintain({ store, logs }, { now: EXAMPLE_NOW - DAY });
  // Rita's expense 2 has no reward yet, and the one of expense 3 can be paid today.
  for (const day of [5, 6])
    await store
      .insertInto('expense')
      .values({
        account: 3,
        item: 1,
        amount: 1050,
        currency: 126,
        cdate: EXAMPLE_NOW - (10 - day) * DAY,
        cday: `2025-12-0${String(day)}`,
      })
      .execute();
  await store
    .insertInto('referralprogram_reward')
    .values({
      expense: 3,
      referralprogram_rule: 1,
      referralprogram: 1,
      referer_account: 2,
      referral_account: 3,
      amount: 105,
      currency: 126,
      cdate: '2025-12-10',
    })
    .execute();
  await addExamplePrices(store);
  for (const [who, email] of [
    ['provider', 'admin@example.com'],
    ['partner', 'ben@example.com'],
    ['client', 'rita@example.com'],
  ] as const) {
    const { id: user } = await store
      .selectFrom('user')
      .where('email', '=', email)
      .select('id')
      .executeTakeFirstOrThrow();
    const token_hash = hashOfToken(EXAMPLE_SESSIONS[who]);
    await store.insertInto('session').values({ token_hash, user, last_used: EXAMPLE_NOW }).execute();
  }
}

/**
 * More to order: add-ons of tariff 1; "VPS for all", "VPS for partner" of the group of that name, which is Ben's (seed
 * 002); one that is not sold any more; domains; and the US dollar.
 */
async function addExamplePrices(store: Store): Promise<void> {
  const project = 1;
  await store.transaction().execute(async (writing) => {
    await addAddon(writing, { pricelist: 1, intname: 'backup', name: 'Backup', addontype: 1, costs: { 1: 200 } });
    await addAddon(writing, {
      pricelist: 1,
      intname: 'disk',
      name: 'Disk space, MB',
      addontype: 2,
      maximum: 100_000,
      costs: { 1: 1, 12: 10 },
    });
    await addAddon(writing, {
      pricelist: 1,
      intname: 'ostempl',
      name: 'System',
      addontype: 3,
      elements: [
        { name: 'Debian', costs: { 1: 0, 12: 0 } },
        { name: 'Windows', costs: { 1: 900, 12: 9000 } },
      ],
    });
    const costs = { '-100': 0, 0: 50_000, 1: 490 };
    await addTariff(writing, { project, name: 'VPS for all', itemtype: 'vds', costs });
    const { id: account_group } = await writing
      .insertInto('account_group')
      .values({ project, name: 'Partners by contract' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await writing.insertInto('account_group_member').values({ account_group, account: 2 }).execute();
    await addTariff(writing, { project, name: 'VPS for partner', itemtype: 'vds', costs: { 1: 390 }, account_group });
    await addTariff(writing, { project, name: 'Old', itemtype: 'vhost', costs: { 1: 300 }, enabled: 0 });
    await addTariff(writing, { project, name: '.com', itemtype: 'domain', costs: { 12: 1200 } });
    const currency = await currencyOf(writing, 'USD');
    await addRate(writing, { project, currency, day: '2025-12-01', numerator: 11_603, denominator: 10_000 });
  });
}
