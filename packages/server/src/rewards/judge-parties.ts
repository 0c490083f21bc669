import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Comparison } from '../referral/conditions.ts';
import type { RefusalReason, Tables } from '../store/schema.ts';
import type { Part } from './parts.ts';
import { inputOf } from './sql-parts.ts';

const OPERATORS = {
  more: sql`>`,
  moreequal: sql`>=`,
  less: sql`<`,
  lessequal: sql`<=`,
  equal: sql`=`,
} as const satisfies Readonly<Record<Comparison, RawBuilder<unknown>>>;

const holds = sql`
  condition.ctype = 0 or case condition.comparison
    ${sql.join(
      Object.entries(OPERATORS).map(
        ([code, operator]) => sql`when ${code} then condition.value ${operator} condition.threshold`,
      ),
      sql` `,
    )}
  end`;

/** A reason to refuse, in SQL. */
export const because = (reason: RefusalReason): RawBuilder<unknown> => sql`cast(${reason} as text)`;

const program = sql`(select terms.program from reward_terms as terms where terms.version = reward_party.version)`;

/** Finds out what refuses all expenses of a party, of those of some referrals, when all inputs have been kept. */
export async function judgeParties(connection: Kysely<Tables>, { first, last }: Part): Promise<void> {
  await sql`
    update reward_party set reason = ${because('self')}
    where referral in (
      select party.referral
      from (
        select distinct referral, partner from reward_party where referral between ${first} and ${last}
      ) as party
      join "user" as theirs on theirs.account = party.partner
      join "user" as own on own.account = party.referral
      where mailbox(own.email) = mailbox(theirs.email)
    )
  `.execute(connection);
  await sql`
    update reward_party set
      left_at = (
        select max(withdrawn.cdate) from referralprogram_referer_withdrawn as withdrawn
        where withdrawn.account = reward_party.partner and withdrawn.referralprogram = ${program}
          and not exists (
            select 1 from referralprogram_referer as referer
            where referer.account = reward_party.partner and referer.referralprogram = ${program}
          )
      ),
      reason = case
        when exists (
          select 1 from referralprogram as program
          join account_group_member as member on member.account_group = program.account_group_restrict
          where program.id = ${program} and member.account = reward_party.partner
        ) then ${because('barred')}
        when exists (
          select 1 from (
            select
              said.condition, said.condition_group, said.ctype, said.comparison, said.threshold,
              ${inputOf({
                version: sql`said.version`,
                condition: sql`said.condition`,
                period_end: sql`reward_party.period_end`,
                account: sql`case when said.ctype < 3 then reward_party.referral else reward_party.partner end`,
              })} as value
            from referralprogram_rule_version_condition as said
            where said.version = reward_party.version
          ) as condition
          group by coalesce(condition.condition_group, -condition.condition)
          having max(case when ${holds} then 1 else 0 end) = 0
        ) then ${because('condition')}
      end
    where referral between ${first} and ${last} and reason is null
  `.execute(connection);
}
