import { sql } from 'kysely';
import { localDay } from '../referral/local-day.ts';
import { holdProvider } from './hold-provider.ts';
import type { Writing } from './open.ts';

/** An expense that another system tells of. */
export interface OutsideExpense {
  readonly project: number;
  /** What the other system calls it. */
  readonly external_id: string;
  readonly account: number;
  /** The client's service it was for, where that is known. */
  readonly item: number | undefined;
  readonly name: string | undefined;
  /** Minor units. */
  readonly amount: number;
  readonly currency: number;
  readonly cdate: number;
  readonly timezone: string;
}

/** Money given back, as another system tells of it; all that is left of the expense where it names no amount. */
export interface OutsideRefund {
  readonly project: number;
  readonly external_id: string;
  readonly expense: number;
  readonly amount: number | undefined;
  readonly cdate: number;
  readonly timezone: string;
}

/** What became of it: it is new, it was told before, or something else was told by that name. */
export type Told = { readonly kind: 'new' | 'already'; readonly id: number } | { readonly kind: 'another' };

/** Writes an expense down, once however often it is told. */
export async function addOutsideExpense(writing: Writing, told: OutsideExpense): Promise<Told> {
  const { project, external_id, account, item = null, name = null, amount, currency, cdate, timezone } = told;
  await holdProvider(writing, project);
  const entry = await entryOf(writing, told);
  if (entry !== undefined) {
    const same = await writing
      .selectFrom('expense')
      .where('id', '=', entry.expense ?? 0)
      .where('account', '=', account)
      .where('amount', '=', amount)
      .where('currency', '=', currency)
      .select('id')
      .executeTakeFirst();
    return same === undefined ? { kind: 'another' } : { kind: 'already', id: same.id };
  }
  const { id } = await writing
    .insertInto('expense')
    .values({ account, item, name, amount, currency, cdate, cday: localDay(cdate, timezone) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await writing.insertInto('external_entry').values({ project, external_id, expense: id }).execute();
  await writing
    .updateTable('referralprogram_referral')
    .set((row) => ({
      first_order_date: sql<number>`case when ${row.ref('first_order_date')} < ${cdate} then ${row.ref('first_order_date')} else cast(${cdate} as bigint) end`,
      last_order_date: sql<number>`case when ${row.ref('last_order_date')} > ${cdate} then ${row.ref('last_order_date')} else cast(${cdate} as bigint) end`,
    }))
    .where('referral_account', '=', account)
    .execute();
  return { kind: 'new', id };
}

/** Writes a refund down, once however often it is told; `too-much` if less is left of the expense. */
export async function addOutsideRefund(
  writing: Writing,
  told: OutsideRefund,
): Promise<Told | { readonly kind: 'too-much'; readonly left: number }> {
  const { project, external_id, expense, cdate, timezone } = told;
  await holdProvider(writing, project);
  const entry = await entryOf(writing, told);
  if (entry !== undefined) {
    const earlier = await writing
      .selectFrom('refund')
      .where('id', '=', entry.refund ?? 0)
      .where('expense', '=', expense)
      .select(['id', 'amount'])
      .executeTakeFirst();
    const same = earlier !== undefined && (told.amount === undefined || told.amount === earlier.amount);
    return same ? { kind: 'already', id: earlier.id } : { kind: 'another' };
  }
  const { paid, refunded } = await writing
    .selectFrom('expense')
    .leftJoin('refund', 'refund.expense', 'expense.id')
    .where('expense.id', '=', expense)
    .groupBy(['expense.id', 'expense.amount'])
    .select(['expense.amount as paid', sql<number>`coalesce(sum(refund.amount), 0)`.as('refunded')])
    .executeTakeFirstOrThrow();
  const left = paid - refunded;
  const amount = told.amount ?? left;
  if (amount <= 0 || amount > left) return { kind: 'too-much', left };
  const { id } = await writing
    .insertInto('refund')
    .values({ expense, amount, cdate, cday: localDay(cdate, timezone) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await writing.insertInto('external_entry').values({ project, external_id, refund: id }).execute();
  return { kind: 'new', id };
}

/** An expense by what the other system calls it, or by its id here. */
export const expenseNamed = (
  writing: Writing,
  named: { readonly project: number } & ({ readonly external_id: string } | { readonly id: number }),
) => {
  const query = writing
    .selectFrom('expense')
    .innerJoin('account', 'account.id', 'expense.account')
    .innerJoin('currency', 'currency.id', 'expense.currency')
    .leftJoin('external_entry as entry', 'entry.expense', 'expense.id')
    .where('account.project', '=', named.project)
    .select(['expense.id', 'currency.iso', 'currency.exponent']);
  return (
    'id' in named ? query.where('expense.id', '=', named.id) : query.where('entry.external_id', '=', named.external_id)
  ).executeTakeFirst();
};

const entryOf = (writing: Writing, { project, external_id }: { project: number; external_id: string }) =>
  writing
    .selectFrom('external_entry')
    .where('project', '=', project)
    .where('external_id', '=', external_id)
    .select(['expense', 'refund'])
    .executeTakeFirst();
