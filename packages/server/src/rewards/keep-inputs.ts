import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { Partners } from './gather-parties.ts';
import type { Slices } from './slices.ts';
import { type Counting, inputOf, isOfOrderPeriod, joinItem, joinRateOfExpense, toOwnCurrency } from './sql-parts.ts';
import { countTable, emptyTable, makeNumbered } from './temporary-tables.ts';

/** Makes `reward_input`, from which what conditions look at is copied slice by slice. */
export const makeInputs = (connection: Kysely<Tables>): Promise<void> =>
  makeNumbered(
    connection,
    'reward_input',
    sql`version bigint not null, condition bigint not null, period_end text not null,
    account bigint not null, value bigint not null`,
  );

/**
 * Reads what the conditions of the gathered parties look at, each once for its period and whom it is about, and keeps it:
 * what is there from an earlier run stays, so that what happened since changes nothing.
 */
export async function keepInputs(
  connection: Kysely<Tables>,
  counting: Counting,
  { partners, slices }: { partners: Partners; slices: Slices },
): Promise<void> {
  const inPeriod = sql`party.period_start <= expense.cday and expense.cday < party.period_end`;
  const ofReferral = sql`expense.account = party.referral and expense.cdate >= party.joined`;
  const sum = sql`cast(coalesce(sum(${toOwnCurrency(counting, sql`expense.amount`)}), 0) as bigint)`;
  const rated = sql`${joinRateOfExpense(counting)} ${joinItem}`;

  await emptyTable(connection, 'reward_input');
  let kept = 0;
  for (const { ctype, about, value } of [
    {
      ctype: 1,
      about: 'referral',
      value: sql`select ${sum} from expense ${rated} where ${ofReferral} and ${inPeriod} and ${isOfOrderPeriod}`,
    },
    {
      ctype: 2,
      about: 'referral',
      value: sql`
        select count(distinct expense.item) from expense ${joinItem}
        where ${ofReferral} and expense.cday < party.period_end and ${isOfOrderPeriod}`,
    },
    {
      ctype: 3,
      about: 'partner',
      value: sql`
        select count(*) from referralprogram_referral as referral
        where referral.referer_account = party.partner and referral.referralprogram = party.program
          and referral.cdate < party.period_end_at`,
    },
    {
      ctype: 4,
      about: 'partner',
      value: sql`
        select ${sum} from referralprogram_referral as referral
        join expense on expense.account = referral.referral_account and expense.cdate >= referral.cdate
        ${rated}
        where referral.referer_account = party.partner and referral.referralprogram = party.program
          and ${inPeriod} and ${isOfOrderPeriod}`,
    },
  ] as const)
    kept += await read(connection, { ctype, about, value, partners });
  await countTable(connection, 'reward_input');
  await slices(kept, async (writing, { after, last }) => {
    await sql`
      insert into referralprogram_input (version, condition, period_end, account, value)
      select version, condition, period_end, account, value from reward_input where n > ${after} and n <= ${last}
      on conflict do nothing
    `.execute(writing);
    return undefined;
  });
}

/** Reads a value for each condition of a kind, each period, and each referral or partner that it is about. */
async function read(
  connection: Kysely<Tables>,
  {
    ctype,
    about,
    value,
    partners,
  }: { ctype: number; about: 'referral' | 'partner'; value: RawBuilder<unknown>; partners: Partners },
): Promise<number> {
  const account = sql.ref(about);
  const { numAffectedRows = 0n } = await sql`
    insert into reward_input (version, condition, period_end, account, value)
    select
      party.version, condition.condition, party.period_end, party.${account}, (${value})
    from (
      select distinct
        version, period_start, period_end, period_end_at, ${account}, ${about === 'referral' ? sql`joined` : sql`program`}
      from reward_party
      where partner between ${partners.first} and ${partners.last}
    ) as party
    join referralprogram_rule_version_condition as condition
      on condition.version = party.version and condition.ctype = ${ctype}
    where ${inputOf({
      version: sql`party.version`,
      condition: sql`condition.condition`,
      period_end: sql`party.period_end`,
      account: sql`party.${account}`,
    })} is null
  `.execute(connection);
  return Number(numAffectedRows);
}
