import type { ColumnType, Generated, Selectable } from 'kysely';
import type { Comparison } from '../referral/conditions.ts';
import type { Lang } from '../call/words.ts';

/**
 * The tables, with the platform's own names (seed 000), its spelling `referer_…` for the partner included.
 *
 * Times are milliseconds since 1970, days are `YYYY-MM-DD` in the provider's time zone, amounts are whole minor units
 * of their currency, percentages are parts per million, and flags are 0 or 1.
 */
export interface Tables {
  currency: CurrencyTable;
  project: ProjectTable;
  account: AccountTable;
  user: UserTable;
  session: SessionTable;
  session_arrival: SessionArrivalTable;
  session_filter: SessionFilterTable;
  audit: AuditTable;
  referralprogram: ReferralprogramTable;
  referralprogram_rule: ReferralprogramRuleTable;
  referralprogram_referer: ReferralprogramRefererTable;
  referralprogram_click: ReferralprogramClickTable;
  referralprogram_referral: ReferralprogramReferralTable;
  referralprogram_candidate: ReferralprogramCandidateTable;
  referralprogram_refusal: ReferralprogramRefusalTable;
  pricelist: PricelistTable;
  pricelist_period: PricelistPeriodTable;
  item: ItemTable;
  expense: ExpenseTable;
  refund: RefundTable;
  external_entry: ExternalEntryTable;
  referralprogram_reward: ReferralprogramRewardTable;
  referralprogram_unrewarded: ReferralprogramUnrewardedTable;
  referralprogram_input: ReferralprogramInputTable;
  subaccount: SubaccountTable;
  payment: PaymentTable;
  payment_reward: PaymentRewardTable;
  ledger: LedgerTable;
  job_period: JobPeriodTable;
  account_group: AccountGroupTable;
  account_group_member: AccountGroupMemberTable;
  referralprogram_number: ReferralprogramNumberTable;
  referralprogram_referer_withdrawn: ReferralprogramRefererWithdrawnTable;
  referralprogram_rule_version: ReferralprogramRuleVersionTable;
  referralprogram_rule_covers: ReferralprogramRuleCoversTable;
  referralprogram_rule_condition: ReferralprogramRuleConditionTable;
  referralprogram_rule_condition_group: ReferralprogramRuleConditionGroupTable;
  referralprogram_rule_version_condition: ReferralprogramRuleVersionConditionTable;
  itemtype: ItemtypeTable;
  addon: AddonTable;
  addon_period: AddonPeriodTable;
  addon_element: AddonElementTable;
  addon_element_period: AddonElementPeriodTable;
  currency_rate: CurrencyRateTable;
  contact: ContactTable;
  login_key: LoginKeyTable;
  guess: GuessTable;
  agreement: AgreementTable;
  agreement_given: AgreementGivenTable;
  recovery: RecoveryTable;
  outbox: OutboxTable;
}

/** Written once and never changed, but that `person/decisions.ts` takes a person out of it. */
type Fixed<T> = ColumnType<T, T, never>;
type FixedId = ColumnType<number, number | undefined, never>;
/** The same, with a usual value. */
type FixedUsual<T> = ColumnType<T, T | undefined, never>;
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;

interface CurrencyTable {
  id: Fixed<number>;
  iso: Fixed<string>;
  /** Digits after the decimal point: 2 for the euro, 0 for the yen. */
  exponent: Fixed<number>;
}

/** A provider. */
interface ProjectTable {
  id: FixedId;
  name: string;
  currency: Fixed<number>;
  timezone: Fixed<string>;
  /** Which of several partners gets a referral. */
  attribution: Generated<'first' | 'last'>;
  /** Which of two partners gets a client who came by the click of one and orders with the promo code of the other. */
  promocode_precedence: Generated<'click' | 'code'>;
  cdate: Fixed<number>;
}

/** A client; the partner of a referral program is one too. */
interface AccountTable {
  id: FixedId;
  project: Fixed<number>;
  name: string;
  cdate: Fixed<number>;
  /** Since when it is nobody any more: its personal data is gone, and nobody logs in for it. */
  erased: Nullable<number>;
}

/** Somebody who can log in: for a client, or, without an account, for the provider. */
interface UserTable {
  id: FixedId;
  project: Fixed<number>;
  account: Nullable<number>;
  email: string;
  realname: string;
  phone: Nullable<string>;
  country: Nullable<string>;
  state: Nullable<string>;
  passwd: string;
  /** Minutes off GMT, and whether summers differ, as the registration's page told it (seed 002): `180,0`. */
  tzoffset: Nullable<string>;
  /** The id of Google Analytics. */
  ga: Nullable<string>;
  cdate: Fixed<number>;
}

interface SessionTable {
  id: FixedId;
  /** SHA-256 of what the browser holds, so that a copy of the table opens no session. */
  token_hash: string;
  user: Nullable<number>;
  last_used: number;
  /** What it is answered in where a call says nothing. */
  lang: Nullable<Lang>;
}

/** What a visitor brought to billing: a click id, or a partner alone. */
interface SessionArrivalTable {
  id: FixedId;
  session: Fixed<number>;
  sesid: Fixed<string | null>;
  partner: Fixed<number | null>;
  cdate: Fixed<number>;
}

/** What the next lists of a session are narrowed down to. */
interface SessionFilterTable {
  session: Fixed<number>;
  list: Fixed<string>;
  field: Fixed<string>;
  value: Fixed<string>;
}

/** What somebody of the provider's has changed: a row for each change. */
interface AuditTable {
  id: FixedId;
  project: Fixed<number>;
  user: Fixed<number>;
  func: Fixed<string>;
  /** The row that was changed, of the table that the function is about. */
  elid: Fixed<number>;
  /** The row before and after, as JSON; nothing where there was none. */
  before: Fixed<string | null>;
  after: Fixed<string | null>;
  cdate: Fixed<number>;
}

interface ReferralprogramTable {
  /** Given by `nextNumber`, as a rule's. */
  id: Fixed<number>;
  project: Fixed<number>;
  name: string;
  /** The Website URL as the provider wrote it. */
  url: string;
  /** The same in the form that landings are compared with. */
  website: string;
  promocode: Nullable<string>;
  assign_by_default: Generated<number>;
  /** The first day whose expenses are rewarded. */
  start_date: Nullable<string>;
  /** The last day whose expenses are rewarded. */
  end_date: Nullable<string>;
  /** The name for whoever asks in Russian; the other one where there is none. */
  name_ru: Nullable<string>;
  /** The group whose clients alone may take part. */
  account_group: Nullable<number>;
  /** The group whose clients get no rewards. */
  account_group_restrict: Nullable<number>;
  /** Whether the clients of that group may not even take part. */
  restrict_joining: Generated<number>;
  /** Since when it counts no clicks and no expenses any more. */
  closed: Nullable<number>;
  cdate: Fixed<number>;
}

/** A rule of a program. What it says stands in its versions. */
interface ReferralprogramRuleTable {
  id: Fixed<number>;
  referralprogram: Fixed<number>;
  cdate: Fixed<number>;
}

/** A partner's place in a program. */
interface ReferralprogramRefererTable {
  account: Fixed<number>;
  project: Fixed<number>;
  referralprogram: Fixed<number>;
}

interface ReferralprogramClickTable {
  sesid: Fixed<string>;
  method: Fixed<ClickMethod>;
  project: Fixed<number>;
  referer_account: Nullable<number>;
  referral_account: Nullable<number>;
  referralprogram: Nullable<number>;
  /** The site the visitor landed on, in the form Website URLs are compared in. */
  site: Fixed<string>;
  /** The client's name for this click: a repeated request with the same nonce gets the same answer. */
  nonce: Fixed<string | null>;
  /** The first click of the same address and browser on the same link that day, as far as its process remembered. */
  duplicate_of: Fixed<string | null>;
  cdate: Fixed<number>;
}

/** How a click reached the platform: told by a website, or seen on billing's own pages. */
export type ClickMethod = 'site' | 'billing';

/** A referral and its one partner, ever. The facts of the click are copied, so that clicks may be deleted. */
interface ReferralprogramReferralTable {
  referral_account: Fixed<number>;
  /** Changes only by the provider's hand, and only before the first reward. */
  referer_account: number;
  project: Fixed<number>;
  referralprogram: number;
  sesid: Fixed<string | null>;
  site: Fixed<string | null>;
  click_date: Fixed<number | null>;
  cdate: Fixed<number>;
  first_order_date: Nullable<number>;
  last_order_date: Nullable<number>;
}

/** A partner who also brought the client to billing, and why the client is not theirs. */
interface ReferralprogramCandidateTable {
  id: FixedId;
  referral_account: Fixed<number>;
  referer_account: Fixed<number>;
  sesid: Fixed<string | null>;
  reason: Fixed<string>;
  cdate: Fixed<number>;
}

/** A landing that made no click, and why; forgotten after a time. */
interface ReferralprogramRefusalTable {
  id: FixedId;
  project: Fixed<number>;
  /** What the address called the partner, who may be nobody. */
  partner: Fixed<number | null>;
  /** The address, in the form that Website URLs are compared in. */
  site: Fixed<string>;
  reason: Fixed<string>;
  /** The Website URL of a program on the same host. */
  url: Fixed<string | null>;
  cdate: Fixed<number>;
}

/** A tariff. */
interface PricelistTable {
  id: FixedId;
  project: Fixed<number>;
  name: string;
  /** The internal name of its type of product. */
  itemtype: Fixed<string>;
  /** Whether it is sold at all. */
  enabled: Generated<number>;
  /** The group of clients it is sold to alone. */
  account_group: Nullable<number>;
}

interface PricelistPeriodTable {
  pricelist: Fixed<number>;
  /** −100 trial, −50 day, 0 lifetime, otherwise months (seed 002). */
  period: Fixed<number>;
  cost: number;
}

/** A service of a client: in the basket until it is paid. */
interface ItemTable {
  id: FixedId;
  account: Fixed<number>;
  pricelist: Fixed<number>;
  period: Fixed<number>;
  /** What was chosen for it, `addon_3=2048`, as a query whose names are in order: the same choice is the same text. */
  parameters: Generated<string>;
  status: 'basket' | 'active';
  cdate: Fixed<number>;
}

interface ExpenseTable {
  id: FixedId;
  account: Fixed<number>;
  /** What was paid for; none where another system tells of the expense, and does not say. */
  item: ColumnType<number | null, number | null | undefined, never>;
  /** What it was for, in the words of the other system. */
  name: ColumnType<string | null, string | null | undefined, never>;
  amount: Fixed<number>;
  currency: Fixed<number>;
  cdate: Fixed<number>;
  /** The provider's day on which it was made. */
  cday: Fixed<string>;
}

/** Money given back of an expense, in its currency. */
interface RefundTable {
  id: FixedId;
  expense: Fixed<number>;
  amount: Fixed<number>;
  cdate: Fixed<number>;
  cday: Fixed<string>;
}

/** What another system calls an expense or a refund it told of, so that it can tell again and nothing happens twice. */
interface ExternalEntryTable {
  project: Fixed<number>;
  external_id: Fixed<string>;
  expense: ColumnType<number | null, number | undefined, never>;
  refund: ColumnType<number | null, number | null | undefined, never>;
}

interface ReferralprogramRewardTable {
  id: FixedId;
  expense: Fixed<number>;
  referralprogram_rule: Fixed<number>;
  referralprogram: Fixed<number>;
  referer_account: Fixed<number>;
  referral_account: Fixed<number>;
  amount: Fixed<number>;
  currency: Fixed<number>;
  /** The day from which it may be paid. */
  cdate: Fixed<string>;
  /** The refund for which it takes back an earlier reward, or a part: then the amount is less than nothing. */
  refund: ColumnType<number | null, number | null | undefined, never>;
}

/** That a rule does not reward an expense, and why. */
interface ReferralprogramUnrewardedTable {
  expense: Fixed<number>;
  referralprogram_rule: Fixed<number>;
  reason: Fixed<RefusalReason>;
  /** The day of the run. */
  cdate: Fixed<string>;
}

/** Why a rule does not reward an expense: `docs/rewards.md` says when. */
export type RefusalReason =
  'self' | 'left' | 'barred' | 'later-order' | 'months-over' | 'condition' | 'no-rate' | 'nothing' | 'limit';

/** What a condition looked at in the period that ends on a day, of a referral or a partner. */
interface ReferralprogramInputTable {
  version: Fixed<number>;
  condition: Fixed<number>;
  period_end: Fixed<string>;
  account: Fixed<number>;
  value: Fixed<number>;
}

/** A client's money in one currency; the balance is the sum of its ledger. */
interface SubaccountTable {
  id: FixedId;
  account: Fixed<number>;
  currency: Fixed<number>;
}

interface PaymentTable {
  id: FixedId;
  createdate: Fixed<number>;
  currency: Fixed<number>;
  /** As long as it is new. */
  paymethodamount: number;
  randomnumber: Fixed<string>;
  status: number;
  subaccount: Fixed<number>;
  /** As long as it is new. */
  subaccountamount: number;
  usedamount: Generated<number>;
  referralprogram: Fixed<number>;
  reward_date: Fixed<string>;
}

/** Which rewards a payment pays. A reward stands here once. */
interface PaymentRewardTable {
  reward: Fixed<number>;
  payment: Fixed<number>;
}

interface LedgerTable {
  id: FixedId;
  subaccount: Fixed<number>;
  /** What was paid; none where the provider adjusts the balance by hand, for a reason. */
  payment: ColumnType<number | null, number | undefined, never>;
  reason: ColumnType<string | null, string | undefined, never>;
  /** What was bought, where an order was paid from the balance. */
  expense: ColumnType<number | null, number | undefined, never>;
  amount: Fixed<number>;
  cdate: Fixed<number>;
}

/** The memory of the schedule: a job's periods that are done. */
interface JobPeriodTable {
  job: Fixed<string>;
  project: Fixed<number>;
  period: Fixed<string>;
  completed: Fixed<number>;
}

/** Clients whom a provider treats alike. */
interface AccountGroupTable {
  id: FixedId;
  project: Fixed<number>;
  name: string;
}

interface AccountGroupMemberTable {
  account_group: Fixed<number>;
  account: Fixed<number>;
}

/** The last number that a program or a rule was given: they are counted together (`store/rules.ts` says why). */
interface ReferralprogramNumberTable {
  value: number;
}

/** That a partner was taken out of a program: a row for each time, never edited. */
interface ReferralprogramRefererWithdrawnTable {
  id: FixedId;
  account: Fixed<number>;
  project: Fixed<number>;
  referralprogram: Fixed<number>;
  cdate: Fixed<number>;
}

/**
 * What a rule said from one instant to before another; the version in force has no end. A version is written once: a
 * change ends it and begins the next, so that an expense is rewarded by what was said when it was made.
 */
interface ReferralprogramRuleVersionTable {
  id: FixedId;
  referralprogram_rule: Fixed<number>;
  since: Fixed<number>;
  until: Nullable<number>;
  name: Fixed<string | null>;
  /** The partner's share in parts per million; or a fixed amount for each expense. */
  percent: Fixed<number | null>;
  amount: Fixed<number | null>;
  /** Which expenses of a referral: all; those of its first order; those of the first months after it joined. */
  orders: FixedUsual<'all' | 'first' | 'months'>;
  months: Fixed<number | null>;
  /** The most that a referral earns the partner, ever; and a partner earns in a period. */
  limit_referral: Fixed<number | null>;
  limit_period: Fixed<number | null>;
  /** Days from the run to the day on which a reward may be paid. */
  hold_days: FixedUsual<number>;
  /** A payment waits until it is this much. */
  min_payment: Fixed<number | null>;
  /** The day of the month, the last one where it has fewer, and the time, `HH:MM`, of the run. */
  schedule_day: FixedUsual<number>;
  schedule_time: FixedUsual<string>;
}

/** A type of service or a tariff that a version covers; without a row it covers everything. */
interface ReferralprogramRuleCoversTable {
  version: Fixed<number>;
  itemtype: Fixed<string | null>;
  pricelist: Fixed<number | null>;
}

/** A condition of a rule. What it says stands beside each version of the rule. */
interface ReferralprogramRuleConditionTable {
  id: FixedId;
  referralprogram_rule: Fixed<number>;
}

/** Conditions of which one is enough. */
interface ReferralprogramRuleConditionGroupTable {
  id: FixedId;
  referralprogram_rule: Fixed<number>;
  name: string;
}

interface ReferralprogramRuleVersionConditionTable {
  version: Fixed<number>;
  condition: Fixed<number>;
  /** Without a group it must hold by itself. */
  condition_group: Fixed<number | null>;
  ctype: Fixed<number>;
  comparison: Fixed<Comparison | null>;
  /** Minor units of the provider's currency for what is an amount, else a number. */
  threshold: Fixed<number | null>;
  /** Payment periods, divided by commas: only orders for these count. */
  orderperiods: Fixed<string | null>;
}

/** A type of product, of tariffs or of add-ons. */
interface ItemtypeTable {
  id: FixedId;
  intname: Fixed<string>;
}

/** What a client may choose beside a tariff. */
interface AddonTable {
  id: FixedId;
  pricelist: Fixed<number>;
  /** The internal name of its type of product. */
  intname: Fixed<string>;
  name: string;
  /** 1 taken or not, 2 an amount, 3 one of several elements. */
  addontype: Fixed<1 | 2 | 3>;
  /** The largest amount. */
  maximum: Nullable<number>;
  /** The add-on of type 3 whose element this one is: a client chooses between several add-ons. */
  main: Fixed<number | null>;
}

/** What an add-on costs, or each unit of it; it is not sold for a period without a row. */
interface AddonPeriodTable {
  addon: Fixed<number>;
  period: Fixed<number>;
  cost: number;
}

interface AddonElementTable {
  id: FixedId;
  addon: Fixed<number>;
  name: string;
}

interface AddonElementPeriodTable {
  addon_element: Fixed<number>;
  period: Fixed<number>;
  cost: number;
}

/** From a day on, one unit of the provider's currency is `numerator / denominator` units of this one. */
interface CurrencyRateTable {
  project: Fixed<number>;
  currency: Fixed<number>;
  day: Fixed<string>;
  numerator: number;
  denominator: number;
}

/** Whom domains are registered for. */
interface ContactTable {
  id: FixedId;
  account: Fixed<number>;
  name: Fixed<string>;
  email: Fixed<string>;
  phone: Fixed<string>;
}

/** A key that logs a user in once, as its hash. */
interface LoginKeyTable {
  key_hash: Fixed<string>;
  user: Fixed<number>;
  expires: number;
}

/** How often something was tried that can be guessed: in whatever process, so that all of them count together. */
interface GuessTable {
  /** The hash of what it is of and of whom: `auth account rita@example.com`. */
  subject: Fixed<string>;
  tries: number;
  /** When the count begins anew. */
  expires: number;
}

/** What a client has to agree to when registering with a provider. */
interface AgreementTable {
  id: FixedId;
  project: Fixed<number>;
  /** The parameter that says so (seed 002): `conditions_agree`, `offer_xxx`. */
  name: string;
  title: string;
  url: Nullable<string>;
  cdate: Fixed<number>;
}

/** What a client has agreed to, as it was then. */
interface AgreementGivenTable {
  account: Fixed<number>;
  name: Fixed<string>;
  title: Fixed<string>;
  url: Fixed<string | null>;
  cdate: Fixed<number>;
}

/** A way to a new password, as the hash of what the mail holds. */
interface RecoveryTable {
  token_hash: Fixed<string>;
  user: Fixed<number>;
  expires: Fixed<number>;
}

/** Mail that is to be sent, or was. */
interface OutboxTable {
  id: FixedId;
  recipient: Fixed<string>;
  subject: Fixed<string>;
  /** Emptied once it is sent, or never will be: it may hold a way to a new password. */
  body: string;
  status: Generated<'waiting' | 'sent' | 'failed'>;
  tries: Generated<number>;
  /** When it is to be tried next. */
  due: number;
  cdate: Fixed<number>;
}

export type Click = Selectable<ReferralprogramClickTable>;

export type Refusal = Selectable<ReferralprogramRefusalTable>;

export type Program = Selectable<ReferralprogramTable>;

export type Reward = Selectable<ReferralprogramRewardTable>;

export type RuleVersion = Selectable<ReferralprogramRuleVersionTable>;

export type RuleCondition = Selectable<ReferralprogramRuleVersionConditionTable>;
