import { type RawBuilder, sql } from 'kysely';
import type { Writing } from '../store/open.ts';
import { type Counting, isOfOrderPeriod, joinRateOfExpense, toOwnCurrency } from './sql-parts.ts';

/**
 * Reads what the conditions of the gathered pairs look at, each once for its period and whom it is about, and keeps it:
 * what is there from an earlier run stays, so that what happened since changes nothing.
 */
export async function keepInputs(writing: Writing, counting: Counting): Promise<void> {
  const inPeriod = sql`party.period_start <= expense.cday and expense.cday < party.period_end`;
  const ofReferral = sql`expense.account = party.referral and expense.cdate >= party.joined`;
  const sum = sql`cast(coalesce(sum(${toOwnCurrency(counting, sql`expense.amount`)}), 0) as bigint)`;
  const rated = sql`
    join currency on currency.id = expense.currency
    ${joinRateOfExpense(counting.project)}
    left join item on item.id = expense.item`;

  await keep(
    writing,
    1,
    'referral',
    sql`
    select ${sum} from expense ${rated} where ${ofReferral} and ${inPeriod} and ${isOfOrderPeriod}`,
  );
  await keep(
    writing,
    2,
    'referral',
    sql`
    select count(distinct item.id) from expense join item on item.id = expense.item
    where ${ofReferral} and expense.cday < party.period_end and ${isOfOrderPeriod}`,
  );
  await keep(
    writing,
    3,
    'partner',
    sql`
    select count(*) from referralprogram_referral as referral
    where referral.referer_account = party.partner and referral.referralprogram = party.program
      and referral.cdate < party.period_end_at`,
  );
  await keep(
    writing,
    4,
    'partner',
    sql`
    select ${sum} from referralprogram_referral as referral
    join expense on expense.account = referral.referral_account and expense.cdate >= referral.cdate
    ${rated}
    where referral.referer_account = party.partner and referral.referralprogram = party.program
      and ${inPeriod} and ${isOfOrderPeriod}`,
  );
}

/** Keeps a value for each condition of a kind, each period, and each referral or partner that it is about. */
async function keep(
  writing: Writing,
  ctype: number,
  about: 'referral' | 'partner',
  value: RawBuilder<unknown>,
): Promise<void> {
  const account = sql.ref(about);
  await sql`
    insert into referralprogram_input (version, condition, period_end, account, value)
    select party.version, condition.condition, party.period_end, party.${account}, (${value})
    from (
      select distinct
        version, period_start, period_end, period_end_at, ${account}, ${about === 'referral' ? sql`joined` : sql`program`}
      from reward_party
    ) as party
    join referralprogram_rule_version_condition as condition
      on condition.version = party.version and condition.ctype = ${ctype}
    where true
    on conflict do nothing
  `.execute(writing);
}
