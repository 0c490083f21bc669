import type { ColumnType, Generated, Selectable } from 'kysely';

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
  referralprogram: ReferralprogramTable;
  referralprogram_rule: ReferralprogramRuleTable;
  referralprogram_referer: ReferralprogramRefererTable;
  referralprogram_click: ReferralprogramClickTable;
  referralprogram_referral: ReferralprogramReferralTable;
  referralprogram_candidate: ReferralprogramCandidateTable;
  pricelist: PricelistTable;
  pricelist_period: PricelistPeriodTable;
  item: ItemTable;
  expense: ExpenseTable;
  referralprogram_reward: ReferralprogramRewardTable;
  subaccount: SubaccountTable;
  payment: PaymentTable;
  payment_reward: PaymentRewardTable;
  ledger: LedgerTable;
  job_period: JobPeriodTable;
}

/** Written once and never changed. */
type Fixed<T> = ColumnType<T, T, never>;
type FixedId = ColumnType<number, number | undefined, never>;
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
  cdate: Fixed<number>;
}

/** A client; the partner of a referral program is one too. */
interface AccountTable {
  id: FixedId;
  project: Fixed<number>;
  name: string;
  cdate: Fixed<number>;
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
  cdate: Fixed<number>;
}

interface SessionTable {
  id: FixedId;
  /** SHA-256 of what the browser holds, so that a copy of the table opens no session. */
  token_hash: string;
  user: Nullable<number>;
  last_used: number;
}

/** What a visitor brought to billing: a click id, or a partner alone. */
interface SessionArrivalTable {
  id: FixedId;
  session: Fixed<number>;
  sesid: Fixed<string | null>;
  partner: Fixed<number | null>;
  cdate: Fixed<number>;
}

interface ReferralprogramTable {
  id: FixedId;
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
  cdate: Fixed<number>;
}

interface ReferralprogramRuleTable {
  id: FixedId;
  referralprogram: Fixed<number>;
  /** The partner's share in parts per million. */
  percent: Fixed<number>;
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
  cdate: Fixed<number>;
}

/** How a click reached the platform: told by a website, or seen on billing's own pages. */
export type ClickMethod = 'site' | 'billing';

/** A referral and its one partner, ever. The facts of the click are copied, so that clicks may be deleted. */
interface ReferralprogramReferralTable {
  referral_account: Fixed<number>;
  referer_account: Fixed<number>;
  project: Fixed<number>;
  referralprogram: Fixed<number>;
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

/** A tariff. */
interface PricelistTable {
  id: FixedId;
  project: Fixed<number>;
  name: string;
  itemtype: Fixed<string>;
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
  status: 'basket' | 'active';
  cdate: Fixed<number>;
}

interface ExpenseTable {
  id: FixedId;
  account: Fixed<number>;
  item: Fixed<number>;
  amount: Fixed<number>;
  currency: Fixed<number>;
  cdate: Fixed<number>;
  /** The provider's day on which it was made. */
  cday: Fixed<string>;
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
  paymethodamount: Fixed<number>;
  randomnumber: Fixed<string>;
  status: number;
  subaccount: Fixed<number>;
  subaccountamount: Fixed<number>;
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
  payment: Fixed<number>;
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

export type Click = Selectable<ReferralprogramClickTable>;
