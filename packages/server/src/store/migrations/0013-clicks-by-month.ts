import type { ColumnTypes } from '../column-types.ts';

/**
 * A click may be marked as one more of the same visitor. On PostgreSQL clicks lie in a table for each month, so that what is
 * old goes at once, and what is new is in indexes that fit into memory; a nonce is unique in each of them.
 */
export const clicksByMonth = ({ partitions }: ColumnTypes): readonly string[] => [
  ...(partitions ? byMonth : ['alter table referralprogram_click add column duplicate_of text']),
  // Of clicks without a partner, which nobody can claim for long.
  'create index referralprogram_click_partnerless on referralprogram_click (cdate) where referer_account is null',
];

const byMonth = [
  'alter table referralprogram_click rename to referralprogram_click_before',
  'alter index referralprogram_click_pkey rename to referralprogram_click_before_pkey',
  `create table referralprogram_click (
    sesid text not null,
    method text not null check (method in ('site', 'billing')),
    project bigint not null references project,
    referer_account bigint references account,
    referral_account bigint references account,
    referralprogram bigint references referralprogram,
    site text not null,
    nonce text,
    duplicate_of text,
    cdate bigint not null,
    primary key (sesid, cdate)
  ) partition by range (cdate)`,
  'create table referralprogram_click_default partition of referralprogram_click default',
  'create unique index on referralprogram_click_default (nonce)',
  // Makes the table of the month of an instant. What has come into the default one meanwhile moves into it: a table cannot
  // be made over rows that lie there. Neither function waits long for who reads, for whoever writes would wait behind it.
  `create function referralprogram_click_month(instant bigint) returns void language plpgsql
    set lock_timeout = '1s' as $$
    declare
      month timestamp := date_trunc('month', to_timestamp(instant / 1000.0) at time zone 'UTC');
      since bigint := extract(epoch from month) * 1000;
      until bigint := extract(epoch from month + interval '1 month') * 1000;
      name text := 'referralprogram_click_' || to_char(month, 'YYYY_MM');
    begin
      perform pg_advisory_xact_lock(hashtext('billref months of clicks'));
      if to_regclass(name) is not null then return; end if;
      execute format('create table %I (like referralprogram_click including constraints)', name);
      execute format('create unique index on %I (nonce)', name);
      lock table referralprogram_click_default in access exclusive mode;
      execute format(
        'with moved as (delete from referralprogram_click_default where cdate >= %s and cdate < %s returning *)
          insert into %I select * from moved', since, until, name);
      execute format(
        'alter table referralprogram_click attach partition %I for values from (%s) to (%s)', name, since, until);
    end $$`,
  // Drops the tables of months that ended before an instant, and empties the default one of what is older.
  `create function referralprogram_click_forget(instant bigint) returns void language plpgsql
    set lock_timeout = '1s' as $$
    declare
      ended text := 'referralprogram_click_'
        || to_char(date_trunc('month', to_timestamp(instant / 1000.0) at time zone 'UTC'), 'YYYY_MM');
      month text;
    begin
      perform pg_advisory_xact_lock(hashtext('billref months of clicks'));
      for month in
        select relname from pg_inherits join pg_class on pg_class.oid = inhrelid
        where inhparent = 'referralprogram_click'::regclass
          and relname ~ '^referralprogram_click_[0-9]{4}_[0-9]{2}$' and relname < ended
      loop
        execute format('drop table %I', month);
      end loop;
      delete from referralprogram_click_default where cdate < instant;
    end $$`,
  `select referralprogram_click_month(cdate) from (
    select min(cdate) as cdate from referralprogram_click_before
    group by date_trunc('month', to_timestamp(cdate / 1000.0) at time zone 'UTC')
  ) as months`,
  `insert into referralprogram_click
      (sesid, method, project, referer_account, referral_account, referralprogram, site, nonce, cdate)
    select sesid, method, project, referer_account, referral_account, referralprogram, site, nonce, cdate
    from referralprogram_click_before`,
  'drop table referralprogram_click_before',
];
