import { type CreatedPayment, createPayments } from '../src/rewards/create-payments.ts';
import { createRewards } from '../src/rewards/create-rewards.ts';
import { reverseRewards } from '../src/rewards/reverse-rewards.ts';
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

/** Takes back inside a transaction what was refunded, by a run or before payments, and tells of it. */
export async function reversalsOfRun(
  writing: Writing,
  project: number,
  run: Run | undefined,
): Promise<CreatedReward[]> {
  const reversals: CreatedReward[] = [];
  await reverseRewards(within(writing), project, run, {
    rewarded: (written) => Promise.resolve(void reversals.push(...written)),
  });
  return reversals;
}

/** Pays inside a transaction what may be paid on a day, and tells of the payments. */
export async function paymentsOfDay(
  writing: Writing,
  project: number,
  { today, now }: { readonly today: string; readonly now: number },
): Promise<CreatedPayment[]> {
  const payments: CreatedPayment[] = [];
  await createPayments(within(writing), { project, today, now }, (paid) =>
    Promise.resolve(void payments.push(...paid)),
  );
  return payments;
}
