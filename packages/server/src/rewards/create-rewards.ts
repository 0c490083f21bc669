import { gatherParties, makeParties, periodsOf } from './gather-parties.ts';
import { gatherTerms } from './gather-terms.ts';
import { judgeExpenses, makeVerdicts } from './judge-expenses.ts';
import { judgeParties } from './judge-parties.ts';
import { keepInputsOfPartners, keepInputsOfReferrals, makeInputs } from './keep-inputs.ts';
import { addEarnedInPeriods, addEarnedOfReferrals, limitingRewards, makeEarned } from './limit-rewards.ts';
import { partnersInParts, referralsInParts } from './parts.ts';
import { periodsToJudge } from './periods-to-judge.ts';
import type { Run } from './schedule.ts';
import { slicesOf } from './slices.ts';
import { countingOf } from './sql-parts.ts';
import { stretchesToJudge } from './stretches.ts';
import { countTable, dropTable } from './temporary-tables.ts';
import type { Workplace } from './workplace.ts';
import { ReferralMoved, type VerdictListener, writeVerdicts } from './write-verdicts.ts';

/** Who is told of what a run does, as it is done. */
export interface RunListener extends VerdictListener {
  /** How much of the run is done, from 0 to 1. */
  readonly progress?: ((share: number) => void) | undefined;
}

/** How much of a run lies before its first verdict, about. */
const BEFORE_VERDICTS = 0.3;

/**
 * Judges every pair of an expense and a rule whose period has ended by a run, and that no run has judged yet: writes a
 * reward or a refusal for each, as `docs/rewards.md` says, in the order of time. The keys of both tables guard that it is
 * done once; what a run that was stopped has not written, the next one writes. Where a client is moved to another partner
 * meanwhile, what is not written yet is judged anew.
 *
 * @param run one of the provider's schedules, and a run day of it
 */
export async function createRewards(
  workplace: Workplace,
  project: number,
  run: Run,
  listener: RunListener = {},
): Promise<void> {
  try {
    await judge(workplace, { project, run, listener });
  } catch (error) {
    if (!(error instanceof ReferralMoved)) throw error;
    await createRewards(workplace, project, run, listener);
  }
}

async function judge(
  workplace: Workplace,
  { project, run, listener }: { project: number; run: Run; listener: RunListener },
): Promise<void> {
  const { connection } = workplace;
  const counting = await countingOf(connection, project);
  const all = await periodsOf(connection, counting, run);
  if (all.length === 0) return;
  await gatherTerms(connection, project, run);
  const periods = await periodsToJudge(workplace, counting, all);
  if (periods.length === 0) {
    await dropTable(connection, 'reward_terms');
    return;
  }
  const slices = slicesOf(workplace);
  const referrals = await referralsInParts(workplace, project);

  await makeParties(connection);
  for (const [index, part] of referrals.entries()) {
    await gatherParties(connection, counting, { periods, referrals: part });
    listener.progress?.((BEFORE_VERDICTS / 3) * ((index + 1) / referrals.length));
  }
  await countTable(connection, 'reward_party');

  await makeInputs(connection);
  const partners = await partnersInParts(workplace, project);
  for (const [index, part] of partners.entries()) {
    await keepInputsOfPartners(connection, counting, { part, slices });
    listener.progress?.((BEFORE_VERDICTS / 3) * (1 + (index + 1) / partners.length));
  }
  await makeEarned(connection);
  await addEarnedInPeriods(connection, counting);
  for (const [index, part] of referrals.entries()) {
    await keepInputsOfReferrals(connection, counting, { part, slices });
    await judgeParties(connection, part);
    await addEarnedOfReferrals(connection, counting, part);
    listener.progress?.((BEFORE_VERDICTS / 3) * (2 + (index + 1) / referrals.length));
  }
  await countTable(connection, 'reward_earned');

  await makeVerdicts(connection);
  const limitRewards = limitingRewards(counting);
  for await (const { stretch, share } of stretchesToJudge(workplace, counting.timezone)) {
    const verdicts = await judgeExpenses(connection, counting, stretch);
    if (verdicts > 0) {
      await countTable(connection, 'reward_verdict');
      await limitRewards(connection);
      await writeVerdicts(slices, { day: run.day, verdicts, listener });
    }
    listener.progress?.(BEFORE_VERDICTS + (1 - BEFORE_VERDICTS) * share);
  }
  for (const table of ['reward_terms', 'reward_party', 'reward_input', 'reward_earned', 'reward_verdict'])
    await dropTable(connection, table);
}
