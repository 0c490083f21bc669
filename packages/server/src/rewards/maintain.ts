import type { Kysely } from 'kysely';
import type { Logs } from '../log/logs.ts';
import { logPayment, logRefusal, logReward } from '../log/reward-log.ts';
import { endOfDay, localDay } from '../referral/local-day.ts';
import { oneAtATime } from '../store/one-at-a-time.ts';
import type { Store } from '../store/open.ts';
import type { Tables } from '../store/schema.ts';
import type { Turns } from '../store/turns.ts';
import { createPayments } from './create-payments.ts';
import { createRewards, type RunListener } from './create-rewards.ts';
import { type DueRun, dueRuns, jobOf, providersToRun, type ProviderToRun } from './due-runs.ts';
import { closeWorkplace, openWorkplace } from './open-workplace.ts';
import { reverseRewards } from './reverse-rewards.ts';
import { runsBetween } from './schedule.ts';
import { holdingProvider, type Workplace } from './workplace.ts';

/** What reward runs have done. */
export interface Maintained {
  readonly runs: number;
  readonly rewards: number;
  readonly payments: number;
}

/** How far a run is. */
interface Progress {
  readonly project: number;
  readonly run: DueRun;
  /** From 0 to 1. */
  readonly share: number;
}

/** Where runs are done, and who is told of them. */
export interface Maintenance {
  readonly store: Store;
  readonly logs: Logs;
  /** Those that a thread of requests in this process takes, too. */
  readonly turns?: Turns;
  /** Is told how far it is, now and then; what it throws ends the run there. */
  readonly onProgress?: (progress: Progress) => void;
  /** Is told once, where another process is at it, and this one waits. */
  readonly onWait?: () => void;
}

/**
 * Does every reward run of every provider that has come and is not done yet, the oldest first: rewards for the expenses
 * before it, and payments for the rewards whose date has come. It can be stopped at any instant: what is done stays done,
 * and the next one goes on. Again it changes nothing; of two processes one does it, and the other sees it done.
 *
 * @param day takes a day, `YYYY-MM-DD`, for today, to the end of that day; what is held back until then is paid as well
 * @throws RangeError if there is no such day, or more than the next run would be done before its time
 */
export async function maintain(
  maintenance: Maintenance,
  { now, day }: { now: number; day?: string | undefined },
): Promise<Maintained> {
  const providers = await providersToRun(maintenance.store);
  if (day !== undefined) {
    // Also where there is no provider yet.
    endOfDay(day, 'UTC');
    for (const provider of providers) allowDay(day, provider, now);
  }
  const work = async (connection: Kysely<Tables>): Promise<Maintained> => {
    const workplace = await openWorkplace(connection, maintenance.turns);
    try {
      const done = { runs: 0, rewards: 0, payments: 0 };
      for (const provider of providers) {
        const place = holdingProvider(workplace, provider.project);
        const { runs, rewards, payments } = await maintainProvider(maintenance, place, { provider, now, day });
        done.runs += runs;
        done.rewards += rewards;
        done.payments += payments;
      }
      return done;
    } finally {
      await closeWorkplace(workplace);
    }
  };
  return oneAtATime(maintenance.store, work, maintenance.onWait);
}

async function maintainProvider(
  { logs, onProgress }: Maintenance,
  workplace: Workplace,
  { provider, now, day }: { provider: ProviderToRun; now: number; day: string | undefined },
): Promise<Maintained> {
  const { project, timezone } = provider;
  const until = day === undefined ? now : endOfDay(day, timezone);
  const currencies = await workplace.connection.selectFrom('currency').select(['id', 'exponent']).execute();
  const exponents = new Map(currencies.map(({ id, exponent }) => [id, exponent]));
  const done = { runs: 0, rewards: 0, payments: 0 };
  const rewarded: RunListener['rewarded'] = (rewards) => {
    done.rewards += rewards.length;
    for (const reward of rewards) logReward(logs, reward, exponents.get(reward.currency) ?? 0);
    return logs.billmaintain.written();
  };
  for (const run of await dueRuns(workplace.connection, provider, until)) {
    const listener: RunListener = {
      rewarded,
      refused: logs.debug
        ? (refusals) => {
            for (const refusal of refusals) logRefusal(logs, refusal);
            return logs.billmaintain.written();
          }
        : undefined,
      progress:
        onProgress &&
        ((share) => {
          onProgress({ project, run, share });
        }),
    };
    await createRewards(workplace, project, run, listener);
    await reverseRewards(workplace, project, run, listener);
    await workplace.write((writing) =>
      writing
        .insertInto('job_period')
        .values({ job: jobOf(run.schedule), project, period: run.day, completed: now })
        .execute(),
    );
    done.runs += 1;
  }
  await reverseRewards(workplace, project, undefined, { rewarded });
  await createPayments(workplace, { project, today: localDay(until, timezone), now }, (payments) => {
    done.payments += payments.length;
    for (const payment of payments) logPayment(logs, payment);
    return logs.billmaintain.written();
  });
  return done;
}

function allowDay(day: string, { timezone, schedules }: ProviderToRun, now: number): void {
  const until = endOfDay(day, timezone);
  for (const { schedule } of schedules)
    if (runsBetween(schedule, { timezone, since: now, until }).length > 1)
      throw new RangeError(`'${day}' is too far ahead: only the next run can be done before its time`);
}
