import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { Part } from './parts.ts';
import type { Slices } from './slices.ts';
import { type Counting, inputOf, isOfOrderPeriod, joinItem, joinRateOfExpense, toOwnCurrency } from './sql-parts.ts';
import { countTable, emptyTable, makeNumbered } from './temporary-tables.ts';

// What the conditions of the gathered parties look at is read once for its period and whom it is about, and kept: what is
// there from an earlier run stays, so that what happened since changes nothing.

/** Makes `reward_input`, from which what conditions look at is copied slice by slice. */
export const makeInputs = (connection: Kysely<Tables>): Promise<void> =>
  makeNumbered(
    connection,
    'reward_input',
    sql`version bigint not null, condition bigint not null, period_end text not null,
    account bigint not null, value bigint not null`,
  );

const inPeriod = sql`party.period_start <= expense.cday and expense.cday < party.period_end`;

/** Keeps what conditions look at of some referrals: `ctype` 1 and 2. */
export async function keepInputsOfReferrals(
  connection: Kysely<Tables>,
  counting: Counting,
  { part, slices }: { part: Part; slices: Slices },
): Promise<void> {
  const expenses = sql`expense.account = party.referral and expense.cdate >= party.joined and ${isOfOrderPeriod}`;
  await keep(connection, slices, {
    parties: sql`
      select version, period_start, period_end, referral, joined, referral as account from reward_party
      where referral between ${part.first} and ${part.last}`,
    values: {
      1: sql`
        select ${sumOf(counting)} from expense ${joinRateOfExpense(counting)} ${joinItem}
        where ${expenses} and ${inPeriod}`,
      2: sql`
        select count(distinct expense.item) from expense ${joinItem}
        where ${expenses} and expense.cday < party.period_end`,
    },
  });
}

/** Keeps what conditions look at of some partners: `ctype` 3 and 4. */
export async function keepInputsOfPartners(
  connection: Kysely<Tables>,
  counting: Counting,
  { part, slices }: { part: Part; slices: Slices },
): Promise<void> {
  const referrals = sql`referral.referer_account = party.account and referral.referralprogram = party.program`;
  await keep(connection, slices, {
    parties: sql`
      select distinct terms.version, period_start, period_end, period_end_at, terms.program, partner as account
      from reward_party join reward_terms as terms on terms.version = reward_party.version
      where partner between ${part.first} and ${part.last}`,
    values: {
      3: sql`
        select count(*) from referralprogram_referral as referral
        where ${referrals} and referral.cdate < party.period_end_at`,
      4: sql`
        select ${sumOf(counting)} from referralprogram_referral as referral
        join expense on expense.account = referral.referral_account and expense.cdate >= referral.cdate
        ${joinRateOfExpense(counting)} ${joinItem}
        where ${referrals} and ${inPeriod} and ${isOfOrderPeriod}`,
    },
  });
}

const sumOf = (counting: Counting): RawBuilder<unknown> =>
  sql`cast(coalesce(sum(${toOwnCurrency(counting, sql`expense.amount`)}), 0) as bigint)`;

/** Keeps a value for each condition of some kinds, each period, and each referral or partner that it is about. */
async function keep(
  connection: Kysely<Tables>,
  slices: Slices,
  { parties, values }: { parties: RawBuilder<unknown>; values: Readonly<Record<number, RawBuilder<unknown>>> },
): Promise<void> {
  await emptyTable(connection, 'reward_input');
  let read = 0;
  for (const [ctype, value] of Object.entries(values)) {
    const { numAffectedRows = 0n } = await sql`
      insert into reward_input (version, condition, period_end, account, value)
      select party.version, condition.condition, party.period_end, party.account, (${value})
      from (${parties}) as party
      join referralprogram_rule_version_condition as condition
        on condition.version = party.version and condition.ctype = ${Number(ctype)}
      where ${inputOf({
        version: sql`party.version`,
        condition: sql`condition.condition`,
        period_end: sql`party.period_end`,
        account: sql`party.account`,
      })} is null
    `.execute(connection);
    read += Number(numAffectedRows);
  }
  await countTable(connection, 'reward_input');
  await slices(read, async (writing, { after, last }) => {
    await sql`
      insert into referralprogram_input (version, condition, period_end, account, value)
      select version, condition, period_end, account, value from reward_input where n > ${after} and n <= ${last}
      on conflict do nothing
    `.execute(writing);
    return undefined;
  });
}
