import { type RawBuilder, sql } from 'kysely';
import type { Writing } from '../store/open.ts';
import type { RefusalReason } from '../store/schema.ts';
import type { Slices } from './slices.ts';

/** A reward that a run has written. */
export interface CreatedReward {
  readonly expense: number;
  readonly referralprogram_rule: number;
  readonly referer_account: number;
  readonly amount: number;
  readonly currency: number;
  readonly cdate: string;
}

/** A refusal that a run has written. */
interface CreatedRefusal {
  readonly expense: number;
  readonly referralprogram_rule: number;
  readonly reason: RefusalReason;
}

/** Who is told of what is written, as it is written. */
export interface VerdictListener {
  readonly rewarded?: ((rewards: readonly CreatedReward[]) => Promise<void>) | undefined;
  /** Reading what was refused costs time: only who wants it has this. */
  readonly refused?: ((refusals: readonly CreatedRefusal[]) => Promise<void>) | undefined;
}

/** Says that a client has another partner or program than when it was judged: of its verdicts none is written. */
export class ReferralMoved extends Error {}

const judged = sql`reward_verdict as verdict cross join reward_terms as terms`;

/**
 * Writes the verdicts, in their order. Who has been rewarded meanwhile by somebody else stays so, and is not refused.
 *
 * @param day that of the run, which refusals have
 * @throws ReferralMoved what was written before stays
 */
export async function writeVerdicts(
  slices: Slices,
  { day, verdicts, listener }: { day: string; verdicts: number; listener: VerdictListener },
): Promise<void> {
  await slices(verdicts, async (writing, { after, last }) => {
    const these = sql`verdict.n > ${after} and verdict.n <= ${last} and terms.version = verdict.version`;
    if (await isAnyMoved(writing, these)) throw new ReferralMoved();
    const { rows: rewards } = await sql<CreatedReward>`
      insert into referralprogram_reward
        (expense, referralprogram_rule, referralprogram, referer_account, referral_account, amount, currency, cdate)
      select expense, rule, program, partner, referral, reward, currency, cdate
      from ${judged}
      where ${these} and reason is null
      order by n
      on conflict do nothing
      returning expense, referralprogram_rule, referer_account, amount, currency, cdate
    `.execute(writing);
    const { rows: refusals } = await sql<CreatedRefusal>`
      insert into referralprogram_unrewarded (expense, referralprogram_rule, reason, cdate)
      select expense, rule, reason, cast(${day} as text)
      from ${judged}
      where ${these} and reason is not null and not exists (
        select 1 from referralprogram_reward as reward
        where reward.expense = verdict.expense and reward.referralprogram_rule = terms.rule
      )
      on conflict do nothing
      ${listener.refused === undefined ? sql`` : sql`returning expense, referralprogram_rule, reason`}
    `.execute(writing);
    return async () => {
      if (rewards.length > 0) await listener.rewarded?.(rewards);
      if (refusals.length > 0) await listener.refused?.(refusals);
    };
  });
}

async function isAnyMoved(writing: Writing, these: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ${judged}
    where ${these} and verdict.partner <> coalesce((
      select referral.referer_account from referralprogram_referral as referral
      where referral.referral_account = verdict.referral and referral.referralprogram = terms.program
    ), 0)
    limit 1
  `.execute(writing);
  return rows.length > 0;
}
