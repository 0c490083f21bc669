import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../store/is-postgres.ts';
import { STATUS } from '../store/payment-status.ts';
import type { Tables } from '../store/schema.ts';
import { addUpUnpaid, newestReward, type RewardRange } from './add-up-unpaid.ts';
import { type DuePayment, duesOf, duesOn, isEnough } from './dues.ts';
import { leastPayments, type LeastPayments, NO_LEAST } from './least-payments.ts';
import { planDues, planUnfinished } from './plan-payments.ts';
import { type Slices, slicesOf } from './slices.ts';
import { countingOf } from './sql-parts.ts';
import { countTable, dropTable } from './temporary-tables.ts';
import type { Workplace } from './workplace.ts';

/** A payment that was made. */
export interface CreatedPayment extends DuePayment {
  readonly id: number;
}

/** Who is told of payments, when they are credited. */
export type PaymentListener = (payments: readonly CreatedPayment[]) => Promise<void>;

/**
 * Pays the rewards of a provider whose date has come and that no payment pays yet, the oldest date first: one payment for
 * each partner, program, date and currency, credited to the partner's subaccount (`dues.ts` says which).
 *
 * Payments are made as new; then their rewards are listed, in the order of the rewards; at last they are credited. So each
 * step goes in small slices, however many rewards a payment has, and what a run that was stopped had begun is finished by
 * the next.
 *
 * @param today the last reward date to be paid
 */
export async function createPayments(
  workplace: Workplace,
  { project, today, now }: { project: number; today: string; now: number },
  listener: PaymentListener = () => Promise.resolve(),
): Promise<void> {
  const { connection } = workplace;
  const slices = slicesOf(workplace);
  const counting = await countingOf(connection, project);
  const unfinished = await planUnfinished(connection, project);
  if (unfinished > 0) {
    // Their days may come after this one's: any reward may be theirs.
    const all = { after: 0, last: await newestReward(connection) };
    await listRewards(connection, slices, all);
    await setRight(connection, slices, { range: all, leasts: await leastPayments(connection, counting, today) });
    await credit(connection, slices, { now, listener });
  }
  const { unpaid, range } = await addUpUnpaid(workplace, counting, { today });
  const dues = duesOf(unpaid);
  if (dues.length > 0) {
    await planDues(connection, slices, { dues, now });
    const listed = await listRewards(connection, slices, range);
    // Somebody else has paid some of them meanwhile, by hand; and PostgreSQL lists one, too, that somebody else was making
    // while they were added up.
    if (isPostgres(connection) || listed < dues.reduce((sum, { rewards }) => sum + rewards, 0))
      await setRight(connection, slices, { range, leasts: await leastPayments(connection, counting, today) });
    await credit(connection, slices, { now, listener });
  }
  await dropTable(connection, 'reward_payment');
}

/** Pays a partner's rewards of a program and a day, and what was carried over to it, be it as little as it is. */
export async function payPartner(
  workplace: Workplace,
  {
    project,
    now,
    reward_date,
    ...only
  }: Omit<DuePayment, 'currency' | 'amount'> & { readonly project: number; readonly now: number },
): Promise<CreatedPayment[]> {
  const { connection } = workplace;
  const slices = slicesOf(workplace);
  const counting = await countingOf(connection, project);
  const { unpaid, range } = await addUpUnpaid(workplace, counting, { today: reward_date, only });
  await planDues(connection, slices, { dues: duesOn(reward_date, unpaid), now });
  await listRewards(connection, slices, range);
  await setRight(connection, slices, { range, leasts: NO_LEAST });
  const payments: CreatedPayment[] = [];
  await credit(connection, slices, {
    now,
    listener: (credited) => Promise.resolve(void payments.push(...credited)),
  });
  await dropTable(connection, 'reward_payment');
  return payments;
}

/** Lists the rewards of the planned payments, those that no payment has. @returns how many there are */
async function listRewards(connection: Kysely<Tables>, slices: Slices, range: RewardRange): Promise<number> {
  await countTable(connection, 'reward_payment');
  let listed = 0;
  await slices(range.last - range.after, async (writing, { after, last }) => {
    const { numAffectedRows = 0n } = await sql`
      insert into payment_reward (reward, payment)
      select reward.id, planned.payment
      from referralprogram_reward as reward
      join reward_payment as planned on planned.partner = reward.referer_account
        and planned.program = reward.referralprogram and planned.currency = reward.currency
        and planned.after < reward.cdate and reward.cdate <= planned.until
      where reward.id > ${range.after + after} and reward.id <= ${range.after + last}
      order by reward.id
      on conflict do nothing
    `.execute(writing);
    listed += Number(numAffectedRows);
    return undefined;
  });
  return listed;
}

/**
 * Lets the planned payments come to what their rewards do, all of a range. One that comes to nothing is not made, nor one
 * that comes to less than the least payment by now, or to more than a payment can hold, as where something was taken back
 * or rewarded since it was begun: they are carried over.
 */
async function setRight(
  connection: Kysely<Tables>,
  slices: Slices,
  { range, leasts }: { range: RewardRange; leasts: LeastPayments },
): Promise<void> {
  const { rows } = await sql<{ payment: number; currency: number; amount: number; least: number }>`
    select
      planned.payment, planned.currency, cast(coalesce(listed.amount, 0) as bigint) as amount,
      cast(coalesce(listed.least, 0) as bigint) as least
    from reward_payment as planned
    join payment on payment.id = planned.payment
    left join (
      select paid.payment, sum(reward.amount) as amount, ${leasts.value} as least
      from payment_reward as paid
      join referralprogram_reward as reward on reward.id = paid.reward
      ${leasts.joined}
      where paid.reward > ${range.after} and paid.reward <= ${range.last}
        and paid.payment in (select payment from reward_payment)
      group by paid.payment
    ) as listed on listed.payment = planned.payment
    where coalesce(listed.amount, 0) <> payment.subaccountamount
    order by planned.payment
  `.execute(connection);
  await slices(rows.length, async (writing, { after, last }) => {
    for (const { payment, currency, amount, least } of rows.slice(after, last))
      if (isEnough({ amount, least: leasts.inCurrency(currency, least) }))
        await writing
          .updateTable('payment')
          .set({ subaccountamount: amount, paymethodamount: amount })
          .where('id', '=', payment)
          .execute();
      else {
        await writing.deleteFrom('payment_reward').where('payment', '=', payment).execute();
        await writing.deleteFrom('payment').where('id', '=', payment).execute();
        await sql`delete from reward_payment where payment = ${payment}`.execute(writing);
      }
    return undefined;
  });
}

/** Credits the planned payments. */
async function credit(
  connection: Kysely<Tables>,
  slices: Slices,
  { now, listener }: { now: number; listener: PaymentListener },
): Promise<void> {
  const {
    rows: [planned],
  } = await sql<{ most: number }>`select coalesce(max(n), 0) as most from reward_payment`.execute(connection);
  await slices(planned?.most ?? 0, async (writing, { after, last }) => {
    const these = sql`select payment from reward_payment where n > ${after} and n <= ${last}`;
    await sql`
      insert into ledger (subaccount, payment, amount, cdate)
      select subaccount, id, subaccountamount, cast(${now} as bigint) from payment where id in (${these}) order by id
    `.execute(writing);
    await sql`update payment set status = ${sql.lit(STATUS.credited)} where id in (${these})`.execute(writing);
    const { rows } = await sql<CreatedPayment>`
      select
        payment.id, planned.partner as referer_account, payment.referralprogram, payment.reward_date, payment.currency,
        payment.subaccountamount as amount
      from reward_payment as planned
      join payment on payment.id = planned.payment
      where planned.n > ${after} and planned.n <= ${last}
      order by planned.n
    `.execute(writing);
    return () => listener(rows);
  });
}
