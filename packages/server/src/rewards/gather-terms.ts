import { type Kysely, sql } from 'kysely';
import { addDays } from '../referral/local-day.ts';
import type { Tables } from '../store/schema.ts';
import type { Run } from './schedule.ts';
import { countTable, makeKeyed } from './temporary-tables.ts';

/**
 * Makes `reward_terms`: what each version of a provider's rules that a run rewards by says, and the date that its rewards
 * get. `limited` has a rule with a limit in one of its versions.
 */
export async function gatherTerms(connection: Kysely<Tables>, project: number, { schedule, day }: Run): Promise<void> {
  await makeKeyed(connection, 'reward_terms', {
    columns: sql`
      version bigint not null, rule bigint not null, program bigint not null,
      since bigint not null, until bigint, start_date text, end_date text, closed bigint, covers bigint not null,
      percent bigint, amount bigint, orders text not null, months bigint,
      limited bigint not null, limit_referral bigint, limit_period bigint, cdate text not null`,
    key: sql`version`,
  });
  const holds = await connection
    .selectFrom('referralprogram_rule_version as version')
    .innerJoin('referralprogram_rule as rule', 'rule.id', 'version.referralprogram_rule')
    .innerJoin('referralprogram as program', 'program.id', 'rule.referralprogram')
    .where('program.project', '=', project)
    .where('version.schedule_day', '=', schedule.day)
    .where('version.schedule_time', '=', schedule.time)
    .select('version.hold_days')
    .distinct()
    .execute();
  if (holds.length > 0)
    await sql`
      insert into reward_terms
      with held (days, cdate) as (
        values ${sql.join(
          holds.map(({ hold_days: days }) => sql`(cast(${days} as bigint), cast(${addDays(day, days)} as text))`),
        )}
      )
      select
        version.id, rule.id, program.id,
        version.since, version.until, program.start_date, program.end_date, program.closed,
        case when exists (select 1 from referralprogram_rule_covers as covers where covers.version = version.id)
          then 1 else 0 end,
        version.percent, version.amount, version.orders, version.months,
        case when exists (
          select 1 from referralprogram_rule_version as other
          where other.referralprogram_rule = rule.id
            and (other.limit_referral is not null or other.limit_period is not null)
        ) then 1 else 0 end,
        version.limit_referral, version.limit_period, held.cdate
      from referralprogram_rule_version as version
      join held on held.days = version.hold_days
      join referralprogram_rule as rule on rule.id = version.referralprogram_rule
      join referralprogram as program on program.id = rule.referralprogram
      where program.project = ${project}
        and version.schedule_day = ${schedule.day} and version.schedule_time = ${schedule.time}
    `.execute(connection);
  await countTable(connection, 'reward_terms');
}
