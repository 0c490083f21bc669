import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { STATUS } from '../store/payment-status.ts';
import type { Tables } from '../store/schema.ts';
import type { Due } from './dues.ts';
import type { Slices } from './slices.ts';
import { makeNumbered } from './temporary-tables.ts';

/** Makes `reward_payment`: the payments that are being made, and which rewards each is for: those after a day, up to another. */
async function makePlan(connection: Kysely<Tables>): Promise<void> {
  await makeNumbered(
    connection,
    'reward_payment',
    sql`
    payment bigint not null, partner bigint not null, program bigint not null,
    currency bigint not null, after text not null, until text not null`,
  );
  await sql`
    create index reward_payment_partner on reward_payment (partner, program, currency, after, until, payment)
  `.execute(connection);
}

/** Makes payments that are due, as new. */
export async function planDues(
  connection: Kysely<Tables>,
  slices: Slices,
  { dues, now }: { dues: readonly Due[]; now: number },
): Promise<void> {
  await makePlan(connection);
  await slices(dues.length, async (writing, { after, last }) => {
    const planned = dues.slice(after, last).map((due) => ({ ...due, randomnumber: randomUUID() }));
    await writing
      .insertInto('subaccount')
      .values(planned.map(({ referer_account, currency }) => ({ account: referer_account, currency })))
      .onConflict((conflict) => conflict.columns(['account', 'currency']).doNothing())
      .execute();
    const due = sql`due (randomnumber, partner, program, currency, amount, after, until) as (
      values ${sql.join(
        planned.map(
          (due) => sql`(
            cast(${due.randomnumber} as text), cast(${due.referer_account} as bigint),
            cast(${due.referralprogram} as bigint), cast(${due.currency} as bigint), cast(${due.amount} as bigint),
            cast(${due.after} as text), cast(${due.reward_date} as text)
          )`,
        ),
      )}
    )`;
    await sql`
      insert into payment (
        createdate, currency, paymethodamount, randomnumber, status, subaccount, subaccountamount, referralprogram,
        reward_date
      )
      with ${due}
      select
        cast(${now} as bigint), due.currency, due.amount, due.randomnumber, ${sql.lit(STATUS.new)}, subaccount.id,
        due.amount, due.program, due.until
      from due
      join subaccount on subaccount.account = due.partner and subaccount.currency = due.currency
      order by due.until, due.partner, due.program, due.currency
    `.execute(writing);
    await sql`
      insert into reward_payment (payment, partner, program, currency, after, until)
      with ${due}
      select payment.id, due.partner, due.program, due.currency, due.after, due.until
      from due
      join payment on payment.randomnumber = due.randomnumber
      order by payment.id
    `.execute(writing);
    return undefined;
  });
}

/**
 * Takes up the payments that a run was making when it was stopped. What each is for is known by its date: all that is
 * unpaid up to it, and after that of the one before.
 *
 * @returns how many there are
 */
export async function planUnfinished(connection: Kysely<Tables>, project: number): Promise<number> {
  const unfinished = sql`payment.status = ${sql.lit(STATUS.new)}`;
  await makePlan(connection);
  const { numAffectedRows = 0n } = await sql`
    insert into reward_payment (payment, partner, program, currency, after, until)
    select
      payment.id, subaccount.account, payment.referralprogram, payment.currency,
      coalesce(
        lag(payment.reward_date) over (
          partition by payment.subaccount, payment.referralprogram order by payment.reward_date
        ), ''
      ),
      payment.reward_date
    from payment
    join subaccount on subaccount.id = payment.subaccount
    join referralprogram as program on program.id = payment.referralprogram
    where ${unfinished} and program.project = ${project}
    order by payment.id
  `.execute(connection);
  return Number(numAffectedRows);
}
