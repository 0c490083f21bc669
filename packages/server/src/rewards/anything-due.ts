import type { Kysely } from 'kysely';
import { localDay } from '../referral/local-day.ts';
import { STATUS } from '../store/payment-status.ts';
import type { Tables } from '../store/schema.ts';
import { newestReward } from './add-up-unpaid.ts';
import { dueRuns, type ProviderToRun, providersToRun } from './due-runs.ts';

/**
 * Lets a run begin when there may be something for it to do, which a few small queries tell: to look at what is unpaid is
 * a run's own work.
 *
 * @param run is remembered when it has come to its end, so that it begins again when there is a new day or a new reward
 */
export function whenSomethingIsDue(
  run: (now: number) => Promise<void>,
): (connection: Kysely<Tables>, now: number) => Promise<void> {
  let paidBefore = '';
  return async (connection, now) => {
    const providers = await providersToRun(connection);
    const days = providers.map(({ timezone }) => localDay(now, timezone));
    const toPay = [await newestReward(connection), ...days].join(' ');
    if (toPay === paidBefore && !(await isRunDue(connection, providers, now))) return;
    await run(now);
    paidBefore = toPay;
  };
}

async function isRunDue(
  connection: Kysely<Tables>,
  providers: readonly ProviderToRun[],
  now: number,
): Promise<boolean> {
  const unfinished = await connection
    .selectFrom('payment')
    .where('status', '=', STATUS.new)
    .select('id')
    .limit(1)
    .executeTakeFirst();
  if (unfinished !== undefined) return true;
  for (const provider of providers) if ((await dueRuns(connection, provider, now)).length > 0) return true;
  return false;
}
