import type { Kysely } from 'kysely';
import type { Tables } from '../store/schema.ts';
import { MONTHLY, type Run, type RunDate, runsBetween, type Schedule } from './schedule.ts';

/** A schedule of a provider's rules, and since when one of them has had it. */
interface RuleSchedule {
  readonly schedule: Schedule;
  readonly since: number;
}

/** A provider, and when it rewards. */
export interface ProviderToRun {
  readonly project: number;
  readonly timezone: string;
  readonly schedules: readonly RuleSchedule[];
}

/** A run that has come. */
export type DueRun = Run & RunDate;

/** All providers. */
export async function providersToRun(connection: Kysely<Tables>): Promise<ProviderToRun[]> {
  const projects = await connection.selectFrom('project').select(['id', 'timezone']).orderBy('id').execute();
  const schedules = await connection
    .selectFrom('referralprogram_rule_version as version')
    .innerJoin('referralprogram_rule as rule', 'rule.id', 'version.referralprogram_rule')
    .innerJoin('referralprogram as program', 'program.id', 'rule.referralprogram')
    .groupBy(['program.project', 'version.schedule_day', 'version.schedule_time'])
    .select(['program.project', 'version.schedule_day as day', 'version.schedule_time as time'])
    .select((select) => select.fn.min('version.since').as('since'))
    .execute();
  return projects.map(({ id, timezone }) => ({
    project: id,
    timezone,
    schedules: schedules
      .filter(({ project }) => project === id)
      .map(({ day, time, since }) => ({ schedule: { day, time }, since })),
  }));
}

/** The runs of a provider that have come by an instant and are not done, the oldest first. */
export async function dueRuns(
  connection: Kysely<Tables>,
  { project, timezone, schedules }: ProviderToRun,
  until: number,
): Promise<DueRun[]> {
  const rows = await connection
    .selectFrom('job_period')
    .where('project', '=', project)
    .select(['job', 'period'])
    .execute();
  const completed = new Set(rows.map(({ job, period }) => `${job} ${period}`));
  return schedules
    .flatMap(({ schedule, since }) =>
      runsBetween(schedule, { timezone, since, until }).map(({ day, due }) => ({ schedule, day, due })),
    )
    .filter(({ schedule, day }) => !completed.has(`${jobOf(schedule)} ${day}`))
    .sort((one, other) => one.due - other.due || jobOf(one.schedule).localeCompare(jobOf(other.schedule)));
}

/** What the runs of a schedule are called in the memory of what is done. */
export const jobOf = ({ day, time }: Schedule): string =>
  day === MONTHLY.day && time === MONTHLY.time ? 'reward' : `reward on day ${String(day)} at ${time}`;
