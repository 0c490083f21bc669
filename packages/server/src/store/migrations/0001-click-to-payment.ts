import type { ColumnTypes } from '../column-types.ts';

/** The largest amount, in minor units, whose product with a percentage still fits 64 bits. */
const LARGEST_AMOUNT = 9_000_000_000_000;

const amount = (column: string): string => `check (${column} between -${LARGEST_AMOUNT} and ${LARGEST_AMOUNT})`;

/** The tables of the path from a click to a credited payment. */
export const clickToPayment = ({ id, integer, strict }: ColumnTypes): readonly string[] => [
  `create table currency (
    id ${integer} primary key,
    iso text not null unique,
    exponent ${integer} not null check (exponent between 0 and 4)
  ) ${strict}`,
  // The one currency whose code the platform's documentation names (seed 000).
  `insert into currency (id, iso, exponent) values (126, 'EUR', 2)`,

  `create table project (
    id ${id},
    name text not null,
    currency ${integer} not null references currency,
    timezone text not null,
    attribution text not null default 'first' check (attribution in ('first', 'last')),
    cdate ${integer} not null
  ) ${strict}`,
  `create table account (
    id ${id},
    project ${integer} not null references project,
    name text not null,
    cdate ${integer} not null
  ) ${strict}`,
  `create table "user" (
    id ${id},
    project ${integer} not null references project,
    account ${integer} references account,
    email text not null unique,
    realname text not null,
    phone text,
    country text,
    state text,
    passwd text not null,
    cdate ${integer} not null
  ) ${strict}`,
  `create table session (
    id ${id},
    token_hash text not null unique,
    "user" ${integer} references "user",
    last_used ${integer} not null
  ) ${strict}`,
  `create index session_last_used on session (last_used)`,

  `create table referralprogram (
    id ${id},
    project ${integer} not null references project,
    name text not null,
    url text not null,
    website text not null,
    promocode text,
    assign_by_default ${integer} not null default 0 check (assign_by_default in (0, 1)),
    start_date text,
    end_date text,
    cdate ${integer} not null
  ) ${strict}`,
  `create index referralprogram_website on referralprogram (website)`,
  `create unique index referralprogram_default on referralprogram (project) where assign_by_default = 1`,
  `create table referralprogram_rule (
    id ${id},
    referralprogram ${integer} not null references referralprogram,
    percent ${integer} not null check (percent between 1 and 1000000),
    cdate ${integer} not null
  ) ${strict}`,
  `create table referralprogram_referer (
    account ${integer} not null references account,
    project ${integer} not null references project,
    referralprogram ${integer} not null references referralprogram,
    primary key (account, referralprogram)
  ) ${strict}`,
  `create table referralprogram_click (
    sesid text primary key,
    method text not null check (method in ('site', 'billing')),
    project ${integer} not null references project,
    referer_account ${integer} references account,
    referral_account ${integer} references account,
    referralprogram ${integer} references referralprogram,
    site text not null,
    nonce text unique,
    cdate ${integer} not null
  ) ${strict}`,
  `create table session_arrival (
    id ${id},
    session ${integer} not null references session on delete cascade,
    sesid text,
    partner ${integer},
    cdate ${integer} not null,
    check ((sesid is null) <> (partner is null)),
    unique (session, sesid),
    unique (session, partner)
  ) ${strict}`,
  `create table referralprogram_referral (
    referral_account ${integer} primary key references account,
    referer_account ${integer} not null references account,
    project ${integer} not null references project,
    referralprogram ${integer} not null references referralprogram,
    sesid text,
    site text,
    click_date ${integer},
    cdate ${integer} not null,
    first_order_date ${integer},
    last_order_date ${integer},
    check (referral_account <> referer_account)
  ) ${strict}`,
  `create table referralprogram_candidate (
    id ${id},
    referral_account ${integer} not null references account,
    referer_account ${integer} not null references account,
    sesid text,
    reason text not null,
    cdate ${integer} not null
  ) ${strict}`,

  `create table pricelist (
    id ${id},
    project ${integer} not null references project,
    name text not null,
    itemtype text not null
  ) ${strict}`,
  `create table pricelist_period (
    pricelist ${integer} not null references pricelist,
    period ${integer} not null check (period in (-100, -50) or period >= 0),
    cost ${integer} not null ${amount('cost')} check (cost >= 0),
    primary key (pricelist, period)
  ) ${strict}`,
  `create table item (
    id ${id},
    account ${integer} not null references account,
    pricelist ${integer} not null references pricelist,
    period ${integer} not null,
    status text not null check (status in ('basket', 'active')),
    cdate ${integer} not null
  ) ${strict}`,
  `create index item_account on item (account, status)`,
  `create unique index item_basket on item (account, pricelist, period) where status = 'basket'`,
  `create table expense (
    id ${id},
    account ${integer} not null references account,
    item ${integer} not null references item,
    amount ${integer} not null ${amount('amount')},
    currency ${integer} not null references currency,
    cdate ${integer} not null,
    cday text not null
  ) ${strict}`,
  `create index expense_account on expense (account, cday)`,

  `create table referralprogram_reward (
    id ${id},
    expense ${integer} not null references expense,
    referralprogram_rule ${integer} not null references referralprogram_rule,
    referralprogram ${integer} not null references referralprogram,
    referer_account ${integer} not null references account,
    referral_account ${integer} not null references account,
    amount ${integer} not null ${amount('amount')},
    currency ${integer} not null references currency,
    cdate text not null,
    unique (expense, referralprogram_rule)
  ) ${strict}`,
  `create table subaccount (
    id ${id},
    account ${integer} not null references account,
    currency ${integer} not null references currency,
    unique (account, currency)
  ) ${strict}`,
  `create table payment (
    id ${id},
    createdate ${integer} not null,
    currency ${integer} not null references currency,
    paymethodamount ${integer} not null ${amount('paymethodamount')},
    randomnumber text not null unique,
    status ${integer} not null check (status in (1, 4)),
    subaccount ${integer} not null references subaccount,
    subaccountamount ${integer} not null ${amount('subaccountamount')},
    usedamount ${integer} not null default 0 check (abs(usedamount) <= abs(subaccountamount)),
    referralprogram ${integer} not null references referralprogram,
    reward_date text not null
  ) ${strict}`,
  `create table payment_reward (
    reward ${integer} primary key references referralprogram_reward,
    payment ${integer} not null references payment
  ) ${strict}`,
  `create table ledger (
    id ${id},
    subaccount ${integer} not null references subaccount,
    payment ${integer} not null unique references payment,
    amount ${integer} not null ${amount('amount')},
    cdate ${integer} not null
  ) ${strict}`,
  `create table job_period (
    job text not null,
    project ${integer} not null references project,
    period text not null,
    completed ${integer} not null,
    primary key (job, project, period)
  ) ${strict}`,
];
