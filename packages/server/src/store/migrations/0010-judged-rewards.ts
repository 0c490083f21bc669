import { LARGEST_AMOUNT } from '../../referral/money.ts';
import type { ColumnTypes } from '../column-types.ts';

/**
 * Why an expense was not rewarded, what conditions looked at, the functions that a run computes with, and rewards that
 * take back what a refund leaves no reason for. SQLite takes no constraint out of a table, so that of rewards is made
 * anew, and the one that refers to it.
 */
export const judgedRewards = ({ id, integer, strict, functions, countOn }: ColumnTypes): readonly string[] => [
  ...functions,
  `create table referralprogram_unrewarded (
    expense ${integer} not null references expense,
    referralprogram_rule ${integer} not null references referralprogram_rule,
    reason text not null,
    cdate text not null,
    primary key (expense, referralprogram_rule)
  ) ${strict}`,
  `create table referralprogram_input (
    version ${integer} not null references referralprogram_rule_version,
    condition ${integer} not null references referralprogram_rule_condition,
    period_end text not null,
    account ${integer} not null references account,
    value ${integer} not null,
    primary key (version, condition, period_end, account)
  ) ${strict}`,

  `create table new_reward (
    id ${id},
    expense ${integer} not null references expense,
    referralprogram_rule ${integer} not null references referralprogram_rule,
    referralprogram ${integer} not null references referralprogram,
    referer_account ${integer} not null references account,
    referral_account ${integer} not null references account,
    amount ${integer} not null check (amount between -${String(LARGEST_AMOUNT)} and ${String(LARGEST_AMOUNT)}),
    currency ${integer} not null references currency,
    cdate text not null,
    refund ${integer} references refund
  ) ${strict}`,
  `insert into new_reward select *, null from referralprogram_reward`,
  `create table new_payment_reward (
    reward ${integer} primary key references new_reward,
    payment ${integer} not null references payment
  ) ${strict}`,
  `insert into new_payment_reward select * from payment_reward`,
  `drop table payment_reward`,
  `drop table referralprogram_reward`,
  `alter table new_reward rename to referralprogram_reward`,
  `alter table new_payment_reward rename to payment_reward`,
  ...countOn('referralprogram_reward'),
  // One for both, and not two partial ones: it also finds the rewards of an expense, whatever they are for.
  `create unique index referralprogram_reward_once
    on referralprogram_reward (expense, referralprogram_rule, coalesce(refund, 0))`,
];
