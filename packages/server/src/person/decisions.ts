import { type RawBuilder, sql } from 'kysely';
import type { Tables } from '../store/schema.ts';
import { auditRowsOf, withoutTexts } from './audit-rows.ts';
import type { Person } from './person.ts';

/** A row as the database gives it. */
export type Row = Readonly<Record<string, string | number | null>>;

/** What takes the place of a value: the same for all, or what follows from the value and its row. */
export type Replacement = string | null | ((value: string | null, row: Row) => string | null);

type Column<Table extends keyof Tables> = keyof Tables[Table] & string;

/** What is held of a client in a table, and what becomes of it when the client is erased. Each column stands here once. */
export interface Decision<Name extends string = string> {
  /** Which rows are about a client; a table without is about nobody. */
  readonly of?: (person: Person) => RawBuilder<unknown>;
  /** Stays as it is: it tells nothing of a person, or only by ids that then lead to nobody. */
  readonly kept?: readonly Name[];
  /** Is replaced in the rows, which stay. */
  readonly replaced?: Readonly<Partial<Record<Name, Replacement>>>;
  /** Goes with the rows, all of them. */
  readonly removed?: readonly Name[];
  /** The rows that go where others stay. */
  readonly goes?: RawBuilder<unknown>;
  /** What is told to nobody: hashes of what opens an account, and what holds such a thing. */
  readonly secret?: readonly Name[];
}

/** What ids of theirs are looked up by. */
const usersOf = ({ account }: Person): RawBuilder<unknown> => sql`(select id from "user" where account = ${account})`;
const sessionsOf = (person: Person): RawBuilder<unknown> =>
  sql`(select id from session where "user" in ${usersOf(person)})`;
const expensesOf = ({ account }: Person): RawBuilder<unknown> =>
  sql`(select id from expense where account = ${account})`;
const refundsOf = (person: Person): RawBuilder<unknown> =>
  sql`(select id from refund where expense in ${expensesOf(person)})`;
const subaccountsOf = ({ account }: Person): RawBuilder<unknown> =>
  sql`(select id from subaccount where account = ${account})`;
const rewardsOf = (person: Person): RawBuilder<unknown> =>
  sql`(select id from referralprogram_reward where ${asEither(person)})`;

const byAccount = ({ account }: Person): RawBuilder<unknown> => sql`account = ${account}`;
const byUser = (person: Person): RawBuilder<unknown> => sql`"user" in ${usersOf(person)}`;
/** As the client who was brought, and as the partner who brought others. */
const asEither = ({ account }: Person): RawBuilder<unknown> =>
  sql`(referral_account = ${account} or referer_account = ${account})`;
const among = (column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<unknown> =>
  values.length === 0 ? sql`false` : sql`${column} in (${sql.join(values)})`;

/** The choice of an order without whom and what a domain was for; the add-ons explain its sum. */
const withoutParticulars = (parameters: string | null): string =>
  new URLSearchParams(
    [...new URLSearchParams(parameters ?? '')].filter(([name]) => name.startsWith('addon_')),
  ).toString();

/**
 * For every column of every table what becomes of it when a client's person is erased. What is exported, what the form
 * counts and what is erased all follow from here; a test refuses a column of the database that is missing.
 *
 * No table holds addresses of a network or names of browsers. Tables stand in the order in which they are exported.
 */
export const decisions: { readonly [Table in keyof Tables]: Decision<Column<Table>> } = {
  account: {
    of: ({ account }) => sql`id = ${account}`,
    kept: ['id', 'project', 'cdate', 'erased'],
    replaced: { name: '' },
  },
  user: {
    of: byAccount,
    kept: ['id', 'project', 'account', 'cdate'],
    replaced: {
      // No e-mail, and like no other: nobody can register or ask for a password with it.
      email: (_, { id }) => `erased-${String(id)}`,
      realname: '',
      phone: null,
      country: null,
      state: null,
      tzoffset: null,
      ga: null,
      passwd: '',
    },
    secret: ['passwd'],
  },
  contact: { of: byAccount, removed: ['id', 'account', 'name', 'email', 'phone'] },
  // What was agreed to are the provider's own words, and the proof of it.
  agreement_given: { of: byAccount, kept: ['account', 'name', 'title', 'url', 'cdate'] },

  session: { of: byUser, removed: ['id', 'token_hash', 'user', 'last_used', 'lang'], secret: ['id', 'token_hash'] },
  session_arrival: {
    of: (person) => sql`session in ${sessionsOf(person)}`,
    removed: ['id', 'session', 'sesid', 'partner', 'cdate'],
    secret: ['session'],
  },
  // Whatever they had looked for, and whoever of the provider's had looked for their login.
  session_filter: {
    of: (
      person,
    ) => sql`(session in ${sessionsOf(person)} or (${among(sql`lower(value)`, person.emails)} and session in (
      select session.id from session join "user" on "user".id = session."user" where "user".project = ${person.project}
    )))`,
    removed: ['session', 'list', 'field', 'value'],
    secret: ['session'],
  },
  login_key: { of: byUser, removed: ['key_hash', 'user', 'expires'], secret: ['key_hash'] },
  recovery: { of: byUser, removed: ['token_hash', 'user', 'expires'], secret: ['token_hash'] },
  guess: {
    of: ({ subjects }) => among(sql`subject`, subjects),
    removed: ['subject', 'tries', 'expires'],
    secret: ['subject'],
  },
  outbox: {
    of: ({ emails }) => among(sql`recipient`, emails),
    removed: ['id', 'recipient', 'subject', 'body', 'status', 'tries', 'due', 'cdate'],
    // It may hold a way to a new password.
    secret: ['body'],
  },

  // A click that somebody else came of is theirs. Its id and nonce are random, and keep it from counting twice.
  referralprogram_click: {
    of: (person) => sql`(referral_account = ${person.account} or (referral_account is null and sesid in (
      select sesid from referralprogram_referral where referral_account = ${person.account}
      union select sesid from referralprogram_candidate where referral_account = ${person.account}
      union select sesid from session_arrival where session in ${sessionsOf(person)}
    )))`,
    kept: [
      'sesid',
      'method',
      'project',
      'referer_account',
      'referral_account',
      'referralprogram',
      'site',
      'nonce',
      'duplicate_of',
      'cdate',
    ],
  },
  referralprogram_referral: {
    of: asEither,
    kept: [
      'referral_account',
      'referer_account',
      'project',
      'referralprogram',
      'sesid',
      'site',
      'click_date',
      'cdate',
      'first_order_date',
      'last_order_date',
    ],
  },
  referralprogram_candidate: {
    of: asEither,
    kept: ['id', 'referral_account', 'referer_account', 'sesid', 'reason', 'cdate'],
  },
  // Of whoever landed it tells nothing; it goes after a time.
  referralprogram_refusal: {
    of: ({ account }) => sql`partner = ${account}`,
    kept: ['id', 'project', 'partner', 'site', 'reason', 'url', 'cdate'],
  },
  referralprogram_referer: { of: byAccount, kept: ['account', 'project', 'referralprogram'] },
  referralprogram_referer_withdrawn: { of: byAccount, kept: ['id', 'account', 'project', 'referralprogram', 'cdate'] },
  account_group_member: { of: byAccount, kept: ['account_group', 'account'] },

  item: {
    of: byAccount,
    kept: ['id', 'account', 'pricelist', 'period', 'status', 'cdate'],
    replaced: { parameters: withoutParticulars },
    // Nobody has paid for it.
    goes: sql`status = 'basket'`,
  },
  // Its name is what another system wrote: a domain, or whoever it was for.
  expense: {
    of: byAccount,
    kept: ['id', 'account', 'item', 'amount', 'currency', 'cdate', 'cday'],
    replaced: { name: null },
  },
  refund: {
    of: (person) => sql`expense in ${expensesOf(person)}`,
    kept: ['id', 'expense', 'amount', 'cdate', 'cday'],
  },
  // The name of a row in another system, by which nothing is taken in twice.
  external_entry: {
    of: (person) => sql`(expense in ${expensesOf(person)} or refund in ${refundsOf(person)})`,
    kept: ['project', 'external_id', 'expense', 'refund'],
  },
  referralprogram_reward: {
    of: asEither,
    kept: [
      'id',
      'expense',
      'referralprogram_rule',
      'referralprogram',
      'referer_account',
      'referral_account',
      'amount',
      'currency',
      'cdate',
      'refund',
    ],
  },
  referralprogram_unrewarded: {
    of: (person) => sql`expense in ${expensesOf(person)}`,
    kept: ['expense', 'referralprogram_rule', 'reason', 'cdate'],
  },
  referralprogram_input: { of: byAccount, kept: ['version', 'condition', 'period_end', 'account', 'value'] },
  subaccount: { of: byAccount, kept: ['id', 'account', 'currency'] },
  payment: {
    of: (person) => sql`subaccount in ${subaccountsOf(person)}`,
    kept: [
      'id',
      'createdate',
      'currency',
      'paymethodamount',
      'randomnumber',
      'status',
      'subaccount',
      'subaccountamount',
      'usedamount',
      'referralprogram',
      'reward_date',
    ],
  },
  payment_reward: { of: (person) => sql`reward in ${rewardsOf(person)}`, kept: ['reward', 'payment'] },
  ledger: {
    of: (person) => sql`subaccount in ${subaccountsOf(person)}`,
    kept: ['id', 'subaccount', 'payment', 'expense', 'amount', 'cdate'],
    // What somebody wrote goes; that it was no payment still has to be seen.
    replaced: { reason: (reason, { expense }) => (reason === null || expense !== null ? reason : 'erased') },
  },
  audit: {
    of: auditRowsOf,
    kept: ['id', 'project', 'user', 'func', 'elid', 'cdate'],
    replaced: { before: withoutTexts, after: withoutTexts },
  },

  // Nobody's; those of the amounts above are exported, for amounts are minor units.
  currency: {
    of: (person) => sql`id in (
      select currency from expense where account = ${person.account}
      union select currency from subaccount where account = ${person.account}
      union select currency from referralprogram_reward where ${asEither(person)}
    )`,
    kept: ['id', 'iso', 'exponent'],
  },

  // The provider's own.
  project: { kept: ['id', 'name', 'currency', 'timezone', 'attribution', 'promocode_precedence', 'cdate'] },
  referralprogram: {
    kept: [
      'id',
      'project',
      'name',
      'url',
      'website',
      'promocode',
      'assign_by_default',
      'start_date',
      'end_date',
      'name_ru',
      'account_group',
      'account_group_restrict',
      'restrict_joining',
      'closed',
      'cdate',
    ],
  },
  referralprogram_number: { kept: ['value'] },
  referralprogram_rule: { kept: ['id', 'referralprogram', 'cdate'] },
  referralprogram_rule_version: {
    kept: [
      'id',
      'referralprogram_rule',
      'since',
      'until',
      'name',
      'percent',
      'amount',
      'orders',
      'months',
      'limit_referral',
      'limit_period',
      'hold_days',
      'min_payment',
      'schedule_day',
      'schedule_time',
    ],
  },
  referralprogram_rule_covers: { kept: ['version', 'itemtype', 'pricelist'] },
  referralprogram_rule_condition: { kept: ['id', 'referralprogram_rule'] },
  referralprogram_rule_condition_group: { kept: ['id', 'referralprogram_rule', 'name'] },
  referralprogram_rule_version_condition: {
    kept: ['version', 'condition', 'condition_group', 'ctype', 'comparison', 'threshold', 'orderperiods'],
  },
  pricelist: { kept: ['id', 'project', 'name', 'itemtype', 'enabled', 'account_group'] },
  pricelist_period: { kept: ['pricelist', 'period', 'cost'] },
  itemtype: { kept: ['id', 'intname'] },
  addon: { kept: ['id', 'pricelist', 'intname', 'name', 'addontype', 'maximum', 'main'] },
  addon_period: { kept: ['addon', 'period', 'cost'] },
  addon_element: { kept: ['id', 'addon', 'name'] },
  addon_element_period: { kept: ['addon_element', 'period', 'cost'] },
  currency_rate: { kept: ['project', 'currency', 'day', 'numerator', 'denominator'] },
  account_group: { kept: ['id', 'project', 'name'] },
  agreement: { kept: ['id', 'project', 'name', 'title', 'url', 'cdate'] },
  job_period: { kept: ['job', 'project', 'period', 'completed'] },
};
