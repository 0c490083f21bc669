import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { LARGEST_AMOUNT } from '../referral/money.ts';
import type { Writing } from '../store/open.ts';
import { subaccountOf } from '../store/subaccount.ts';
import { type Counting, countingOf, fromOwnCurrency, joinRate } from './sql-parts.ts';

/** The platform's payment states that occur here (seed 000). */
const STATUS = { new: 1, credited: 4 } as const;

/** What one payment pays. */
export interface DuePayment {
  readonly referer_account: number;
  readonly referralprogram: number;
  readonly reward_date: string;
  readonly currency: number;
  readonly amount: number;
}

/** A payment that was made. */
export interface CreatedPayment extends DuePayment {
  readonly id: number;
}

/**
 * Pays the rewards of a provider whose date has come and that no payment pays yet, the oldest date first: one payment for
 * each partner, program, date and currency, credited to the partner's subaccount. Rewards that come to nothing together,
 * or to less than the largest payment that one of their rules asks for, are carried over to the next date on which the
 * partner has rewards.
 *
 * @param today the last reward date to be paid
 * @param only pays just the rewards of this date, and what was carried over to it, be it as little as it is
 */
export async function createPayments(
  writing: Writing,
  {
    project,
    today,
    now,
    only,
  }: {
    project: number;
    today: string;
    now: number;
    only?: Pick<DuePayment, 'referer_account' | 'referralprogram' | 'reward_date'>;
  },
): Promise<CreatedPayment[]> {
  const counting = await countingOf(writing, project);
  const payments: CreatedPayment[] = [];
  for (const date of only === undefined ? await datesToPay(writing, { project, today }) : [only.reward_date])
    for (const due of await duePayments(writing, counting, { date, today, only }))
      payments.push({ ...due, id: await pay(writing, due, now) });
  return payments;
}

const unpaid = sql`not exists (select 1 from payment_reward as paid where paid.reward = reward.id)`;

async function datesToPay(
  writing: Writing,
  { project, today }: { project: number; today: string },
): Promise<readonly string[]> {
  const { rows } = await sql<{ date: string }>`
    select distinct reward.cdate as date
    from referralprogram_reward as reward
    join referralprogram as program on program.id = reward.referralprogram
    where program.project = ${project} and reward.cdate <= ${today} and ${unpaid}
    order by reward.cdate
  `.execute(writing);
  return rows.map(({ date }) => date);
}

async function duePayments(
  writing: Writing,
  counting: Counting,
  {
    date,
    today,
    only,
  }: { date: string; today: string; only: Pick<DuePayment, 'referer_account' | 'referralprogram'> | undefined },
): Promise<DuePayment[]> {
  const chosen =
    only === undefined
      ? sql`true`
      : sql`reward.referer_account = ${only.referer_account} and reward.referralprogram = ${only.referralprogram}`;
  // Without a rate nobody knows whether it is enough, and it waits.
  const least = sql`case when version.min_payment is null then 0
    else coalesce(${fromOwnCurrency(counting, sql`version.min_payment`)}, ${sql.lit(2 * LARGEST_AMOUNT)}) end`;
  const { rows } = await sql<DuePayment>`
    select
      reward.referer_account,
      reward.referralprogram,
      cast(${date} as text) as reward_date,
      reward.currency,
      sum(reward.amount) as amount
    from referralprogram_reward as reward
    join referralprogram as program on program.id = reward.referralprogram
    join expense on expense.id = reward.expense
    join currency on currency.id = reward.currency
    left join referralprogram_rule_version as version on version.referralprogram_rule = reward.referralprogram_rule
      and version.since <= expense.cdate and (version.until is null or expense.cdate < version.until)
    ${joinRate(counting.project, { currency: sql`reward.currency`, day: sql`${today}` })}
    where program.project = ${counting.project} and reward.cdate <= ${date} and ${unpaid} and ${chosen}
    group by reward.referer_account, reward.referralprogram, reward.currency
    having max(reward.cdate) = ${date}
      and sum(reward.amount) > 0
      and sum(reward.amount) >= ${only === undefined ? sql`max(${least})` : sql`0`}
    order by reward.referer_account, reward.referralprogram, reward.currency
  `.execute(writing);
  return rows;
}

async function pay(writing: Writing, due: DuePayment, now: number): Promise<number> {
  const { currency, amount, referralprogram, reward_date } = due;
  const subaccount = await subaccountOf(writing, { account: due.referer_account, currency });
  const { id } = await writing
    .insertInto('payment')
    .values({
      createdate: now,
      currency,
      paymethodamount: amount,
      randomnumber: randomUUID(),
      status: STATUS.new,
      subaccount,
      subaccountamount: amount,
      referralprogram,
      reward_date,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await writing
    .insertInto('payment_reward')
    .columns(['reward', 'payment'])
    .expression((from) =>
      from
        .selectFrom('referralprogram_reward as reward')
        .leftJoin('payment_reward as paid', 'paid.reward', 'reward.id')
        .where('paid.reward', 'is', null)
        .where('reward.referer_account', '=', due.referer_account)
        .where('reward.referralprogram', '=', referralprogram)
        .where('reward.cdate', '<=', reward_date)
        .where('reward.currency', '=', currency)
        .select((select) => ['reward.id', select.val(id).as('payment')]),
    )
    .execute();
  await writing.insertInto('ledger').values({ subaccount, payment: id, amount, cdate: now }).execute();
  await writing.updateTable('payment').set({ status: STATUS.credited }).where('id', '=', id).execute();
  return id;
}
