import { type RawBuilder, sql } from 'kysely';
import type { Store, Writing } from '../store/open.ts';

/** What must hold of rewards and money, whatever happened to the process meanwhile. */
export interface Broken {
  /** What does not hold, as a sentence that says what should. */
  readonly promise: string;
  /** Where: the table, and its row. */
  readonly table: string;
  readonly id: number;
}

/** For each promise the rows that break it. What one row says by itself, the tables check. */
const PROMISES: readonly { promise: string; table: string; rows: RawBuilder<{ id: number }> }[] = [
  {
    promise: 'a payment is what its rewards sum up to',
    table: 'payment',
    rows: sql`
      select payment.id from payment
      left join payment_reward as paid on paid.payment = payment.id
      left join referralprogram_reward as reward on reward.id = paid.reward
      where payment.status = 4
      group by payment.id, payment.subaccountamount
      having coalesce(sum(reward.amount), 0) <> payment.subaccountamount`,
  },
  {
    // Also where it comes to nothing, as no rewards do.
    promise: 'a credited payment pays rewards',
    table: 'payment',
    rows: sql`
      select payment.id from payment
      where payment.status = 4
        and not exists (select 1 from payment_reward as paid where paid.payment = payment.id)`,
  },
  {
    promise: 'a payment pays rewards of its partner, program and currency, of its date or before',
    table: 'payment',
    rows: sql`
      select distinct payment.id from payment
      join subaccount on subaccount.id = payment.subaccount
      join payment_reward as paid on paid.payment = payment.id
      join referralprogram_reward as reward on reward.id = paid.reward
      where reward.referer_account <> subaccount.account or reward.currency <> payment.currency
        or reward.referralprogram <> payment.referralprogram or reward.cdate > payment.reward_date
        or subaccount.currency <> payment.currency`,
  },
  {
    // One that is new is still being made.
    promise: 'a credited payment is in the ledger once, with its amount, and a new one not at all',
    table: 'payment',
    rows: sql`
      select payment.id from payment
      left join ledger on ledger.payment = payment.id
      group by payment.id, payment.subaccountamount, payment.subaccount, payment.status
      having count(ledger.id) <> case payment.status when 4 then 1 else 0 end
        or sum(ledger.amount) <> payment.subaccountamount or min(ledger.subaccount) <> payment.subaccount`,
  },
  {
    promise: 'the ledger credits a subaccount with the rewards that its payments pay',
    table: 'subaccount',
    rows: sql`
      select subaccount.id from subaccount
      left join (
        select subaccount, sum(amount) as amount from ledger where payment is not null group by subaccount
      ) as credited on credited.subaccount = subaccount.id
      left join (
        select payment.subaccount, sum(reward.amount) as amount
        from payment
        join payment_reward as paid on paid.payment = payment.id
        join referralprogram_reward as reward on reward.id = paid.reward
        where payment.status = 4
        group by payment.subaccount
      ) as paid on paid.subaccount = subaccount.id
      where coalesce(credited.amount, 0) <> coalesce(paid.amount, 0)`,
  },
  {
    promise: 'no more is used of payments than orders have taken',
    table: 'subaccount',
    rows: sql`
      select subaccount.id from subaccount
      where (select coalesce(sum(usedamount), 0) from payment where payment.subaccount = subaccount.id)
        > (select coalesce(-sum(amount), 0) from ledger where ledger.subaccount = subaccount.id and amount < 0)`,
  },
  {
    promise: 'a reward is for an expense of its referral, in the currency of the expense',
    table: 'referralprogram_reward',
    rows: sql`
      select reward.id from referralprogram_reward as reward
      left join expense on expense.id = reward.expense
      where expense.id is null or expense.account <> reward.referral_account or expense.currency <> reward.currency`,
  },
  {
    promise: 'an expense is rewarded once by a rule',
    table: 'referralprogram_reward',
    rows: sql`
      select max(id) as id from referralprogram_reward
      where refund is null
      group by expense, referralprogram_rule
      having count(*) > 1`,
  },
  {
    promise: 'a refund takes back from a reward once',
    table: 'referralprogram_reward',
    rows: sql`
      select max(id) as id from referralprogram_reward
      where refund is not null
      group by refund, referralprogram_rule
      having count(*) > 1`,
  },
  {
    promise: 'refunds take back no more than was earned',
    table: 'expense',
    rows: sql`
      select distinct expense as id from (
        select expense from referralprogram_reward
        group by expense, referralprogram_rule
        having sum(amount) < 0 and max(case when refund is null then amount end) >= 0
      ) as overdrawn`,
  },
  {
    promise: 'a reward is in one payment at most',
    table: 'referralprogram_reward',
    rows: sql`select reward as id from payment_reward group by reward having count(*) > 1`,
  },
];

/** The rows that break what must hold of rewards, payments and the ledger; none, if all is well. */
export async function auditMoney(store: Store | Writing): Promise<Broken[]> {
  const broken: Broken[] = [];
  for (const { promise, table, rows } of PROMISES)
    for (const { id } of (await sql<{ id: number }>`select id from (${rows}) as broken order by id`.execute(store))
      .rows)
      broken.push({ promise, table, id });
  return broken;
}
