import type { Store } from './open.ts';

/** A provider's rewards, each with its currency and the payment that pays it; only those of a partner or a program. */
export const rewardsOfProvider = (
  store: Store,
  project: number,
  { partner, program }: { partner: number | undefined; program: number | undefined },
) =>
  store
    .selectFrom('referralprogram_reward as reward')
    .innerJoin('referralprogram as program', 'program.id', 'reward.referralprogram')
    .innerJoin('currency', 'currency.id', 'reward.currency')
    .leftJoin('payment_reward', 'payment_reward.reward', 'reward.id')
    .where('program.project', '=', project)
    .$if(partner !== undefined, (query) => query.where('reward.referer_account', '=', partner ?? 0))
    .$if(program !== undefined, (query) => query.where('program.id', '=', program ?? 0));
