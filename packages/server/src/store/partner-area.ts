import { type RawBuilder, sql } from 'kysely';
import type { Store } from './open.ts';

/**
 * What a partner sees of a referral: the first letter of the name, which may be an e-mail, unless that is the whole of
 * it, and the id, to tell two apart. Masked in SQL, so that no filter can be asked for what is hidden.
 */
const maskedName = (account: string): RawBuilder<string> => {
  const name = sql.ref(`${account}.name`);
  const letter = sql`case when length(${name}) > 1 then substr(${name}, 1, 1) else '' end`;
  return sql<string>`${letter} || '*** (' || cast(${sql.ref(`${account}.id`)} as text) || ')'`;
};

/** The clicks on a partner's link. */
export const clicksOfPartner = (store: Store, partner: number) =>
  store
    .selectFrom('referralprogram_click as click')
    .leftJoin('account', 'account.id', 'click.referral_account')
    .leftJoin('referralprogram_referral as referral', 'referral.referral_account', 'click.referral_account')
    .where('click.referer_account', '=', partner)
    .select([
      'click.sesid as id',
      'click.cdate',
      'click.site',
      maskedName('account').as('referal'),
      sql<string | null>`case when referral.first_order_date is null then null else 'on' end`.as('payed'),
    ]);

/** What a partner earned on one day, in one currency. */
export interface EarnedOnDay {
  readonly cdate: string;
  readonly amount: number;
  readonly iso: string;
  readonly exponent: number;
}

/** What a partner earned, by the day from which it may be paid; the latest first. */
export async function earnedByDay(
  store: Store,
  partner: number,
  { start, end }: { start?: string | undefined; end?: string | undefined },
): Promise<EarnedOnDay[]> {
  let query = store
    .selectFrom('referralprogram_reward as reward')
    .innerJoin('currency', 'currency.id', 'reward.currency')
    .where('reward.referer_account', '=', partner)
    .groupBy(['reward.cdate', 'currency.iso', 'currency.exponent'])
    .orderBy('reward.cdate', 'desc')
    .orderBy('currency.iso')
    .select(['reward.cdate', 'currency.iso', 'currency.exponent', sql<number>`sum(reward.amount)`.as('amount')]);
  if (start !== undefined) query = query.where('reward.cdate', '>=', start);
  if (end !== undefined) query = query.where('reward.cdate', '<=', end);
  return query.execute();
}

/** What a partner earned on one day, expense by expense. */
export const rewardsOfDay = (store: Store, partner: number, day: string) =>
  store
    .selectFrom('referralprogram_reward as reward')
    .innerJoin('currency', 'currency.id', 'reward.currency')
    .innerJoin('expense', 'expense.id', 'reward.expense')
    .leftJoin('item', 'item.id', 'expense.item')
    .leftJoin('pricelist', 'pricelist.id', 'item.pricelist')
    .innerJoin('account', 'account.id', 'reward.referral_account')
    .where('reward.referer_account', '=', partner)
    .where('reward.cdate', '=', day)
    .orderBy('reward.id')
    .select([
      'expense.cday',
      'pricelist.name',
      'reward.amount as reward',
      'expense.amount',
      'currency.iso',
      'currency.exponent',
      maskedName('account').as('referal'),
    ])
    .execute();
