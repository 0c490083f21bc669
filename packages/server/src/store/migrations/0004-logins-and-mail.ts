import type { ColumnTypes } from '../column-types.ts';

/** Keys and limits of logging in, what a registration tells, and the mail that is to be sent. */
export const loginsAndMail = ({ id, integer, strict }: ColumnTypes): readonly string[] => [
  `alter table session add column lang text`,
  `alter table "user" add column tzoffset text`,
  `alter table "user" add column ga text`,
  `create index user_of_account on "user" (account)`,
  `create index session_of_user on session ("user")`,
  `create table login_key (
    key_hash text primary key,
    "user" ${integer} not null references "user",
    expires ${integer} not null
  ) ${strict}`,
  `create table guess (
    subject text primary key,
    tries ${integer} not null,
    expires ${integer} not null
  ) ${strict}`,
  `create table agreement (
    id ${id},
    project ${integer} not null references project,
    name text not null,
    title text not null,
    url text,
    cdate ${integer} not null,
    unique (project, name)
  ) ${strict}`,
  `create table agreement_given (
    account ${integer} not null references account,
    name text not null,
    title text not null,
    url text,
    cdate ${integer} not null,
    primary key (account, name)
  ) ${strict}`,
  `create table recovery (
    token_hash text primary key,
    "user" ${integer} not null references "user",
    expires ${integer} not null
  ) ${strict}`,
  `create index recovery_user on recovery ("user")`,
  `create table outbox (
    id ${id},
    recipient text not null,
    subject text not null,
    body text not null,
    status text not null default 'waiting' check (status in ('waiting', 'sent', 'failed')),
    tries ${integer} not null default 0,
    due ${integer} not null,
    cdate ${integer} not null
  ) ${strict}`,
  `create index outbox_due on outbox (due) where status = 'waiting'`,
];
