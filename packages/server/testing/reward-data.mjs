import { billref } from './command.ts';
import { connect } from './plain-sql.mjs';
import { seeded } from './seeded.mjs';

/** The euro, and the dollar where there are others. */
const [EUR, USD] = [126, 127];
const DAY = 86_400_000;
/** Of the first provider, which `billref init` makes. */
const [PROJECT, PROGRAM] = [1, 1];
/** So many rows are put in together. */
const TOGETHER = 20_000;

const dayOf = (instant) => new Date(instant).toISOString().slice(0, 10);

/**
 * Makes up a provider in an empty place, with clients, partners and rules, and with expenses that no run has judged: for
 * each ten expenses a referral, for each twenty referrals a partner, of whom some have many more than others. The same
 * arguments make the same data. Expenses are numbered by time.
 *
 * @param {import('./places.mjs').Place} place
 * @param {{
 *   expenses: number,
 *   from: number,
 *   to: number,
 *   rules: Record<string, unknown>[],
 *   seed?: number,
 *   dollars?: number,
 *   refunds?: number,
 * }} data `expenses` from one instant to before another, of which the shares `dollars` are in another currency and
 *   `refunds` are given back in part; a rule has the columns of its version, and `groups` of conditions
 */
export async function makeRewardData(place, { expenses, from, to, rules, seed = 1, dollars = 0, refunds = 0 }) {
  const { code, said } = await billref(['init', '--name', 'Example', '--email', 'admin@example.com'], place.env);
  if (code !== 0) throw new Error(`billref init failed: ${said}`);
  const connection = await connect(place);
  const random = seeded(seed);
  const fill = filling(connection);
  try {
    await connection.execute('begin');
    const people = {
      partners: Math.max(2, Math.round(expenses / 200)),
      referrals: Math.max(2, Math.round(expenses / 10)),
    };
    await fillProgram(connection, fill, { rules, since: from });
    await fillPeople(fill, random, { ...people, from });
    if (dollars > 0) await fillRates(fill, { from, to });
    await fillExpenses(fill, random, { ...people, expenses, from, to, dollars, refunds });
    await connection.execute('commit');
    // What PostgreSQL does by itself within a minute.
    if (place.database !== undefined) await connection.execute('vacuum analyze');
  } finally {
    await connection.close();
  }
}

/** Puts rows into tables, many together. */
function filling(connection) {
  return async (table, columns, rows) => {
    let together = [];
    for (const row of rows) {
      together.push(row);
      if (together.length < TOGETHER) continue;
      await connection.fill(table, columns, together);
      together = [];
    }
    if (together.length > 0) await connection.fill(table, columns, together);
  };
}

async function fillProgram(connection, fill, { rules, since }) {
  await fill(
    'referralprogram',
    ['id', 'project', 'name', 'url', 'website', 'assign_by_default', 'cdate'],
    [[PROGRAM, PROJECT, 'Friends', 'https://site.com/', 'https://site.com/', 1, since]],
  );
  await connection.execute(`update referralprogram_number set value = ${PROGRAM + rules.length}`);
  const conditions = [];
  let [group, condition] = [0, 0];
  for (const [index, { groups = [], ...terms }] of rules.entries()) {
    const [rule, version] = [PROGRAM + 1 + index, 1 + index];
    await fill('referralprogram_rule', ['id', 'referralprogram', 'cdate'], [[rule, PROGRAM, since]]);
    await fill(
      'referralprogram_rule_version',
      ['id', 'referralprogram_rule', 'since', ...Object.keys(terms)],
      [[version, rule, since, ...Object.values(terms)]],
    );
    for (const members of groups) {
      group += 1;
      await fill(
        'referralprogram_rule_condition_group',
        ['id', 'referralprogram_rule', 'name'],
        [[group, rule, `Group ${group}`]],
      );
      for (const { ctype, comparison, threshold } of members) {
        condition += 1;
        await fill('referralprogram_rule_condition', ['id', 'referralprogram_rule'], [[condition, rule]]);
        conditions.push([version, condition, group, ctype, comparison, threshold]);
      }
    }
  }
  await fill(
    'referralprogram_rule_version_condition',
    ['version', 'condition', 'condition_group', 'ctype', 'comparison', 'threshold'],
    conditions,
  );
}

/** Partners have the first ids of clients, referrals the next. */
async function fillPeople(fill, random, { partners, referrals, from }) {
  const everybody = () => numbers(1, partners + referrals);
  const partnerOf = new Map();
  for (const id of numbers(partners + 1, partners + referrals))
    partnerOf.set(id, 1 + Math.floor(partners * random() ** 2));
  // Some partners are their own referrals.
  const emailOf = (id) =>
    id % 100 === 99 && partnerOf.has(id) ? `client${partnerOf.get(id)}+${id}@example.com` : `client${id}@example.com`;
  const joined = from - 365 * DAY;
  await fill(
    'account',
    ['id', 'project', 'name', 'cdate'],
    everybody().map((id) => [id, PROJECT, `Client ${id}`, joined]),
  );
  await fill(
    'user',
    ['project', 'account', 'email', 'realname', 'passwd', 'cdate'],
    everybody().map((id) => [PROJECT, id, emailOf(id), `Client ${id}`, 'none', joined]),
  );
  await fill(
    'referralprogram_referer',
    ['account', 'project', 'referralprogram'],
    numbers(1, partners).map((id) => [id, PROJECT, PROGRAM]),
  );
  await fill(
    'referralprogram_referral',
    ['referral_account', 'referer_account', 'project', 'referralprogram', 'cdate'],
    [...partnerOf].map(([id, partner]) => [
      ...[id, partner, PROJECT, PROGRAM],
      joined + Math.floor(random() * 365 * DAY),
    ]),
  );
  await fill('itemtype', ['intname'], [['vhost'], ['vds']]);
  await fill(
    'pricelist',
    ['id', 'project', 'name', 'itemtype'],
    [
      [1, PROJECT, 'Site', 'vhost'],
      [2, PROJECT, 'Server', 'vds'],
    ],
  );
  // Two services each: the one is the client's number doubled less one, the other that doubled.
  await fill(
    'item',
    ['id', 'account', 'pricelist', 'period', 'status', 'cdate'],
    numbers(1, 2 * referrals).map((id) => [
      id,
      partners + Math.ceil(id / 2),
      1 + (id % 2),
      random() < 0.8 ? 1 : 12,
      'active',
      joined,
    ]),
  );
}

async function fillRates(fill, { from, to }) {
  await fill('currency', ['id', 'iso', 'exponent'], [[USD, 'USD', 2]]);
  const days = numbers(0, Math.ceil((to - from) / DAY));
  await fill(
    'currency_rate',
    ['project', 'currency', 'day', 'numerator', 'denominator'],
    days.map((day) => [PROJECT, USD, dayOf(from + day * DAY), 900 + (day % 30), 1000]),
  );
}

async function fillExpenses(fill, random, { partners, referrals, expenses, from, to, dollars, refunds }) {
  const givenBack = [];
  const made = numbers(1, expenses).map((id) => {
    const cdate = from + Math.floor(((to - from) * (id - 1 + random())) / expenses);
    const referral = 1 + Math.floor(referrals * random() ** 1.5);
    const amount = 100 + Math.floor(20_000 * random() ** 2);
    if (random() < refunds) givenBack.push([id, Math.ceil(amount * random()), cdate + DAY, dayOf(cdate + DAY)]);
    return [
      ...[id, partners + referral, 2 * referral - Math.round(random()), amount],
      ...[random() < dollars ? USD : EUR, cdate, dayOf(cdate)],
    ];
  });
  await fill('expense', ['id', 'account', 'item', 'amount', 'currency', 'cdate', 'cday'], made);
  await fill('refund', ['expense', 'amount', 'cdate', 'cday'], givenBack);
}

/** Whole numbers, as they are asked for. */
function* numbers(first, last) {
  for (let number = first; number <= last; number += 1) yield number;
}
