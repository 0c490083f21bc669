import type { ColumnTypes } from '../column-types.ts';

/** Groups of clients, what a program says of them, and rules that change without changing the past. */
export const programsAndRules = ({ id, integer, strict }: ColumnTypes): readonly string[] => [
  `create table account_group (
    id ${id},
    project ${integer} not null references project,
    name text not null,
    unique (project, name)
  ) ${strict}`,
  `create table account_group_member (
    account_group ${integer} not null references account_group,
    account ${integer} not null references account,
    primary key (account_group, account)
  ) ${strict}`,

  `alter table referralprogram add column name_ru text`,
  `alter table referralprogram add column account_group ${integer} references account_group`,
  `alter table referralprogram add column account_group_restrict ${integer} references account_group`,
  `alter table referralprogram add column restrict_joining ${integer} not null default 0
    check (restrict_joining in (0, 1))`,
  `alter table referralprogram add column closed ${integer}`,
  `create table referralprogram_referer_withdrawn (
    id ${id},
    account ${integer} not null references account,
    project ${integer} not null references project,
    referralprogram ${integer} not null references referralprogram,
    cdate ${integer} not null
  ) ${strict}`,

  `create table referralprogram_number (value ${integer} not null) ${strict}`,
  `insert into referralprogram_number (value) select coalesce(max(id), 0) from (
    select id from referralprogram union all select id from referralprogram_rule
  ) as numbers`,

  `create table referralprogram_rule_version (
    id ${id},
    referralprogram_rule ${integer} not null references referralprogram_rule,
    since ${integer} not null,
    until ${integer},
    name text,
    percent ${integer} check (percent between 1 and 1000000),
    amount ${integer} check (amount between 1 and 9000000000000),
    orders text not null default 'all' check (orders in ('all', 'first', 'months')),
    months ${integer} check (months between 1 and 999),
    limit_referral ${integer} check (limit_referral between 1 and 9000000000000),
    limit_period ${integer} check (limit_period between 1 and 9000000000000),
    hold_days ${integer} not null default 0 check (hold_days between 0 and 3650),
    min_payment ${integer} check (min_payment between 1 and 9000000000000),
    schedule_day ${integer} not null default 1 check (schedule_day between 1 and 31),
    schedule_time text not null default '03:10',
    check ((percent is null) <> (amount is null)),
    check ((orders = 'months') = (months is not null)),
    check (until >= since)
  ) ${strict}`,
  `create unique index referralprogram_rule_current on referralprogram_rule_version (referralprogram_rule)
    where until is null`,
  `create index referralprogram_rule_version_since on referralprogram_rule_version (referralprogram_rule, since)`,
  `insert into referralprogram_rule_version (referralprogram_rule, since, percent)
    select id, cdate, percent from referralprogram_rule order by id`,
  `alter table referralprogram_rule drop column percent`,
  `create index referralprogram_rule_program on referralprogram_rule (referralprogram)`,

  `create table referralprogram_rule_covers (
    version ${integer} not null references referralprogram_rule_version,
    itemtype text,
    pricelist ${integer} references pricelist,
    check ((itemtype is null) <> (pricelist is null)),
    unique (version, itemtype),
    unique (version, pricelist)
  ) ${strict}`,
  `create table referralprogram_rule_condition_group (
    id ${id},
    referralprogram_rule ${integer} not null references referralprogram_rule,
    name text not null
  ) ${strict}`,
  `create table referralprogram_rule_condition (
    id ${id},
    referralprogram_rule ${integer} not null references referralprogram_rule
  ) ${strict}`,
  `create table referralprogram_rule_version_condition (
    version ${integer} not null references referralprogram_rule_version,
    condition ${integer} not null references referralprogram_rule_condition,
    condition_group ${integer} references referralprogram_rule_condition_group,
    ctype ${integer} not null check (ctype between 0 and 4),
    comparison text check (comparison in ('more', 'moreequal', 'less', 'lessequal', 'equal')),
    threshold ${integer} check (threshold between 0 and 9000000000000),
    orderperiods text,
    primary key (version, condition),
    check ((ctype = 0) = (comparison is null)),
    check ((ctype = 0) = (threshold is null))
  ) ${strict}`,
];
