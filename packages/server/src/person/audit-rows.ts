import { type RawBuilder, sql } from 'kysely';
import type { Person } from './person.ts';

/** The functions whose audit rows are about a client by their `elid`. */
const BY_ELID = ['su', 'referralprogram.referral.edit', 'billref.person.erase'];

/** What the rows before and after call a client. */
const NAMES = ['account', 'referral_account', 'referer_account'];

/** Texts that are the platform's own words, days, or the keys of rows that stay. Any other may tell of a person. */
const IMPERSONAL: ReadonlySet<string> = new Set(['func', 'currency', 'external_id', 'cdate', 'reward_date']);

/** Whether a row of the audit is about somebody: by its `elid`, or by an id or a login in what stood before or after. */
export function auditRowsOf({ account, project, emails }: Person): RawBuilder<unknown> {
  const ids = NAMES.flatMap((name) => [`%"${name}":${String(account)},%`, `%"${name}":${String(account)}}%`]);
  const logins = emails.map((email) => `%${escapeLike(JSON.stringify(email).slice(1, -1))}%`);
  const mentions = ['before', 'after'].flatMap((column) =>
    [...ids, ...logins].map((pattern) => sql`lower(${sql.ref(column)}) like ${pattern} escape '\\'`),
  );
  const refunds = sql`
    select refund.id from refund join expense on expense.id = refund.expense where expense.account = ${account}
  `;
  return sql`project = ${project} and (
    (func in (${sql.join(BY_ELID)}) and elid = ${account})
    or (func = 'billref.refund.add' and elid in (${refunds}))
    or ${sql.join(mentions, sql` or `)}
  )`;
}

/** What stood before or after, without the texts that may tell of a person. What was changed can still be seen. */
export const withoutTexts = (json: string | null): string | null =>
  json === null
    ? null
    : JSON.stringify(JSON.parse(json), (name, value: unknown) =>
        typeof value === 'string' && !IMPERSONAL.has(name) ? null : value,
      );

const escapeLike = (value: string): string => value.replace(/[\\%_]/g, (sign) => `\\${sign}`);
