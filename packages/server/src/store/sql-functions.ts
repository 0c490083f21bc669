import type { Database } from 'better-sqlite3';
import { exchange } from '../prices/exchange.ts';
import { localDay } from '../referral/local-day.ts';
import { mailboxOf } from '../referral/mailbox.ts';

// What SQL must compute exactly as TypeScript does, under the same name on both databases, so that queries are written
// once. On SQLite it is TypeScript.

/** Gives a connection of SQLite the functions. What has no arguments has no value. */
export function addSqlFunctions(database: Database): void {
  const add = (name: string, compute: (...args: never[]) => string | bigint | undefined): void => {
    database.function(name, { deterministic: true, varargs: true }, (...args: unknown[]) =>
      args.includes(null) ? null : (compute(...(args as never[])) ?? null),
    );
  };
  add('mailbox', mailboxOf);
  add('local_day', localDay);
  add('exchange', (amount: number, numerator: number, denominator: number, from: number, to: number) => {
    const exchanged = exchange(amount, { numerator, denominator }, { from, to });
    return exchanged === undefined ? undefined : BigInt(exchanged);
  });
}

/**
 * The same for PostgreSQL, once for each database. Without a collation of its own, `lower` would leave what is no letter of
 * ASCII as it is in a database of the locale "C": https://www.postgresql.org/docs/current/collation.html
 */
export const postgresFunctions: readonly string[] = [
  `create or replace function mailbox(email text) returns text language sql immutable strict as
    $$ select regexp_replace(lower(email collate "und-x-icu"), '[+][^@]*@', '@') $$`,
  `create or replace function local_day(instant bigint, zone text) returns text language sql stable strict as
    $$ select to_char(to_timestamp(instant / 1000) at time zone zone, 'YYYY-MM-DD') $$`,
  // "div" cuts off, so half of the divisor is added away from zero.
  `create or replace function exchange(amount bigint, numerator bigint, denominator bigint, digits bigint, other_digits bigint)
    returns bigint language sql immutable strict as
    $$ select case when abs(exchanged) <= 9000000000000 then exchanged::bigint end from (
      select div(2 * above + sign(above) * below, 2 * below) as exchanged from (
        select
          amount::numeric * numerator * ('1e' || other_digits)::numeric as above,
          denominator::numeric * ('1e' || digits)::numeric as below
      ) as parts
    ) as whole $$`,
];
