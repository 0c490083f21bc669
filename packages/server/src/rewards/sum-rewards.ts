import { sql } from 'kysely';
import type { Store } from '../store/open.ts';
import { rewardsOfProvider } from '../store/reward-list.ts';

/** Which rewards are summed up: those of a provider, and of all that is said beside. */
export interface Summed {
  readonly project: number;
  readonly partner: number | undefined;
  readonly program: number | undefined;
  /** The first and the last day from which they may be paid. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** As many rows are held at once. */
const CHUNK = 500;

/**
 * Sums up what partners earned, by the day from which it may be paid, the partner, the program and the currency, in this
 * order. What was earned without what was taken back is what is paid and what is not. Rows come as they are read, for
 * there may be more than fit into memory.
 */
export const sumRewards = (store: Store, { project, partner, program, from, to }: Summed) =>
  rewardsOfProvider(store, project, { partner, program })
    .innerJoin('account', 'account.id', 'reward.referer_account')
    .leftJoin('payment', (join) => join.onRef('payment.id', '=', 'payment_reward.payment').on('payment.status', '=', 4))
    .$if(from !== undefined, (query) => query.where('reward.cdate', '>=', from ?? ''))
    .$if(to !== undefined, (query) => query.where('reward.cdate', '<=', to ?? ''))
    .groupBy(['reward.cdate', 'account.id', 'program.id', 'currency.id'])
    .orderBy('reward.cdate')
    .orderBy('account.id')
    .orderBy('program.id')
    .orderBy('currency.iso')
    .select((select) => [
      'reward.cdate as period',
      'account.id as partner',
      'account.name',
      select
        .selectFrom('user')
        .whereRef('user.account', '=', 'account.id')
        .orderBy('user.id')
        .limit(1)
        .select('user.email')
        .as('email'),
      'program.id as program',
      'program.name as program_name',
      'currency.iso as currency',
      'currency.exponent',
      sql<number>`count(case when reward.refund is null then 1 end)`.as('rewards'),
      sql<number>`sum(case when reward.refund is null then reward.amount else 0 end)`.as('earned'),
      sql<number>`sum(case when reward.refund is null then 0 else -reward.amount end)`.as('taken_back'),
      sql<number>`sum(case when payment.id is null then 0 else reward.amount end)`.as('paid'),
      sql<number>`sum(case when payment.id is null then reward.amount else 0 end)`.as('unpaid'),
    ])
    .stream(CHUNK);
