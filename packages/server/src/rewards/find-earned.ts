import { sql } from 'kysely';
import type { Writing } from '../store/open.ts';
import { isOnList } from './sql-parts.ts';

/** What an expense can earn by a rule, and what stands against it. */
export interface Earned {
  readonly referralprogram: number;
  readonly referral_account: number;
  /** The one partner whose referral made the expense by this program, if there is one. */
  readonly referer_account: number | null;
  /** The currency of the expense. */
  readonly currency: number;
  readonly exponent: number;
  /** The provider's day of the expense. */
  readonly cday: string;
  /** Made while the client was a referral, within the program's dates, by a rule that was in force and is for it. */
  readonly covered: boolean;
  /** A user of the client and one of the partner have the same e-mail. */
  readonly self: boolean;
  /** The partner is not in the program, and left it before the expense was made. */
  readonly left: boolean;
  /** The partner is in the group that gets no rewards. */
  readonly barred: boolean;
  /** This rule has rewarded this expense. */
  readonly rewarded: boolean;
}

/** Looks at an expense of a provider's client and a rule of the provider's; nothing if either is not there. */
export async function findEarned(
  writing: Writing,
  { project, expense, rule }: { project: number; expense: number; rule: number },
): Promise<Earned | undefined> {
  type Told = 'covered' | 'self' | 'left' | 'barred' | 'rewarded';
  const { rows } = await sql<Omit<Earned, Told> & Record<Told, number>>`
    select
      program.id as referralprogram,
      expense.account as referral_account,
      referral.referer_account,
      expense.currency,
      currency.exponent,
      expense.cday,
      case when expense.cdate >= referral.cdate
        and expense.cday >= coalesce(program.start_date, expense.cday)
        and expense.cday <= coalesce(program.end_date, expense.cday)
        and (program.closed is null or expense.cdate < program.closed)
        and exists (
          select 1 from referralprogram_rule_version as version
          where version.referralprogram_rule = rule.id
            and version.since <= expense.cdate and (version.until is null or expense.cdate < version.until)
            and (
              ${isOnList(sql`version.id`)}
              or not exists (select 1 from referralprogram_rule_covers as listed where listed.version = version.id)
            )
        )
      then 1 else 0 end as covered,
      case when exists (
        select 1 from "user" as theirs
        join "user" as own on mailbox(own.email) = mailbox(theirs.email)
        where theirs.account = referral.referer_account and own.account = referral.referral_account
      ) then 1 else 0 end as self,
      case when not exists (
        select 1 from referralprogram_referer as referer
        where referer.account = referral.referer_account and referer.referralprogram = program.id
      ) and expense.cdate > (
        select max(withdrawn.cdate) from referralprogram_referer_withdrawn as withdrawn
        where withdrawn.account = referral.referer_account and withdrawn.referralprogram = program.id
      ) then 1 else 0 end as "left",
      case when exists (
        select 1 from account_group_member as member
        where member.account_group = program.account_group_restrict and member.account = referral.referer_account
      ) then 1 else 0 end as barred,
      case when exists (
        select 1 from referralprogram_reward as reward
        where reward.expense = expense.id and reward.referralprogram_rule = rule.id
      ) then 1 else 0 end as rewarded
    from expense
    join account on account.id = expense.account and account.project = ${project}
    join currency on currency.id = expense.currency
    join referralprogram_rule as rule on rule.id = ${rule}
    join referralprogram as program on program.id = rule.referralprogram and program.project = ${project}
    left join referralprogram_referral as referral
      on referral.referral_account = expense.account and referral.referralprogram = program.id
    where expense.id = ${expense}
  `.execute(writing);
  const [found] = rows;
  return (
    found && {
      ...found,
      covered: found.covered === 1,
      self: found.self === 1,
      left: found.left === 1,
      barred: found.barred === 1,
      rewarded: found.rewarded === 1,
    }
  );
}
