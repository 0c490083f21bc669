import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Writing } from '../store/open.ts';

/** The platform's payment states that occur here (seed 000). */
const STATUS = { new: 1, credited: 4 } as const;

/** What one payment pays. */
interface DuePayment {
  readonly referer_account: number;
  readonly referralprogram: number;
  readonly reward_date: string;
  readonly currency: number;
  readonly amount: number;
}

/**
 * Pays the rewards of a provider whose date has come and that no payment pays yet: one payment for each partner,
 * program, date and currency, credited to the partner's subaccount.
 *
 * @param today the last reward date to be paid
 */
export async function createPayments(
  writing: Writing,
  { project, today, now }: { project: number; today: string; now: number },
): Promise<DuePayment[]> {
  const { rows } = await sql<DuePayment>`
    select
      reward.referer_account,
      reward.referralprogram,
      reward.cdate as reward_date,
      reward.currency,
      sum(reward.amount) as amount
    from referralprogram_reward as reward
    join referralprogram as program on program.id = reward.referralprogram
    where program.project = ${project}
      and reward.cdate <= ${today}
      and not exists (select 1 from payment_reward as paid where paid.reward = reward.id)
    group by reward.referer_account, reward.referralprogram, reward.cdate, reward.currency
    order by reward.cdate, reward.referer_account, reward.referralprogram, reward.currency
  `.execute(writing);
  for (const due of rows) await pay(writing, due, now);
  return rows;
}

async function pay(writing: Writing, due: DuePayment, now: number): Promise<void> {
  const { currency, amount, referralprogram, reward_date } = due;
  const subaccount = await subaccountOf(writing, due);
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
        .where('reward.cdate', '=', reward_date)
        .where('reward.currency', '=', currency)
        .select((select) => ['reward.id', select.val(id).as('payment')]),
    )
    .execute();
  await writing.insertInto('ledger').values({ subaccount, payment: id, amount, cdate: now }).execute();
  await writing.updateTable('payment').set({ status: STATUS.credited }).where('id', '=', id).execute();
}

async function subaccountOf(writing: Writing, { referer_account: account, currency }: DuePayment): Promise<number> {
  await writing
    .insertInto('subaccount')
    .values({ account, currency })
    .onConflict((conflict) => conflict.columns(['account', 'currency']).doNothing())
    .execute();
  const { id } = await writing
    .selectFrom('subaccount')
    .where('account', '=', account)
    .where('currency', '=', currency)
    .select('id')
    .executeTakeFirstOrThrow();
  return id;
}
