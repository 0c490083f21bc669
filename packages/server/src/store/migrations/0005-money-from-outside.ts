import type { ColumnTypes } from '../column-types.ts';

/** Expenses and refunds that another system tells of, and what a provider adjusts by hand. */
export const moneyFromOutside = ({ id, integer, strict }: ColumnTypes): readonly string[] => [
  `alter table expense alter column item drop not null`,
  `alter table expense add column name text`,
  `create table refund (
    id ${id},
    expense ${integer} not null references expense,
    amount ${integer} not null check (amount between 1 and 9000000000000),
    cdate ${integer} not null,
    cday text not null
  ) ${strict}`,
  `create index refund_expense on refund (expense)`,
  `create table external_entry (
    project ${integer} not null references project,
    external_id text not null,
    expense ${integer} unique references expense,
    refund ${integer} unique references refund,
    primary key (project, external_id),
    check ((expense is null) <> (refund is null))
  ) ${strict}`,
  `alter table ledger alter column payment drop not null`,
  `alter table ledger add column reason text`,
  `alter table ledger add constraint ledger_source check ((payment is null) = (reason is not null))`,
];
