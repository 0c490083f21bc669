import { createRewards } from '../src/rewards/create-rewards.ts';
import type { Run } from '../src/rewards/schedule.ts';
import { within } from '../src/rewards/workplace.ts';
import type { CreatedReward } from '../src/rewards/write-verdicts.ts';
import type { Writing } from '../src/store/open.ts';

/** Judges what a run has to inside a transaction, and tells what it rewarded, by expense and rule. */
export async function rewardsOfRun(writing: Writing, project: number, run: Run): Promise<CreatedReward[]> {
  const rewards: CreatedReward[] = [];
  await createRewards(within(writing), project, run, {
    rewarded: (written) => Promise.resolve(void rewards.push(...written)),
  });
  return rewards.sort(
    (one, other) => one.expense - other.expense || one.referralprogram_rule - other.referralprogram_rule,
  );
}
