import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { withBackend } from '../../testing/backend.ts';
import { addTestClient, addTestProvider, addTestReferral, type TestProvider } from '../../testing/provider.ts';
import { JUNE, rewardTests } from '../../testing/reward-tests.ts';
import { newSchema } from '../../testing/schema.ts';
import { staffOfProvider } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { openLogs } from '../log/logs.ts';
import { holdProvider } from '../store/hold-provider.ts';
import { openStore, type Store, type Writing } from '../store/open.ts';
import { addPartner } from '../store/programs.ts';
import { auditMoney } from './audit-money.ts';
import { createRewards } from './create-rewards.ts';
import { maintain } from './maintain.ts';
import { openWorkplace } from './open-workplace.ts';
import { MONTHLY } from './schedule.ts';
import type { Workplace } from './workplace.ts';

onEachStore((place) => {
  const backend = withBackend(place);
  const { newProvider, addRule, withoutFirstRule, addReferral, addExpense, rewardsOf } = rewardTests(place);

  test('the expenses of a client who is moved while a run judges them are judged as those of the new partner, and take nothing from what the old one may earn', async () => {
    const provider = await withoutFirstRule(await newProvider());
    const { project } = provider;
    await addRule(provider, { percent: 100_000, limit_period: 100 });
    const [moved, stays] = [await addReferral(provider), await addReferral(provider)];
    const other = await addOther(place().store, provider);
    const ofMoved = await addExpense(provider, moved, 1000, '2025-06-20T12:00:00Z');
    const ofOther = await addExpense(provider, stays, 1000, '2025-06-21T12:00:00Z');
    const ask = await staffOfProvider(backend(), project);
    const moving = { elid: moved, referer_account: other, reason: 'a mistake', sok: 'ok' };

    const running = await openStore({ folder: place().folder, databaseUrl: place().databaseUrl });
    let wrote = false;
    await running.connection().execute(async (connection) => {
      const workplace = await openWorkplace(connection, undefined);
      const write: Workplace['write'] = async (work) => {
        // All is judged by now, and nothing written.
        if (!wrote) expect(await ask('referralprogram.referral.edit', moving)).toMatchObject({ ok: true });
        wrote = true;
        return workplace.write(work);
      };
      await createRewards({ ...workplace, write }, project, { schedule: MONTHLY, day: '2025-07-01' });
    });
    await running.destroy();
    expect(wrote).toBe(true);

    expect(await rewardsOf(provider)).toEqual([{ expense: ofOther, amount: 100, cdate: '2025-07-01' }]);
    expect(await rewardsOf({ ...provider, partner: other })).toEqual([
      { expense: ofMoved, amount: 100, cdate: '2025-07-01' },
    ]);
    expect(await auditMoney(place().store)).toEqual([]);
  });
});

// On SQLite one transaction waits for another whatever they do.
test('on PostgreSQL a run waits for a change that is being made, and judges by what it says', async () => {
  const { url, drop } = await newSchema();
  const folder = mkdtempSync(join(tmpdir(), 'billref-test-'));
  const [store, running] = [
    await openStore({ folder, databaseUrl: url }),
    await openStore({ folder, databaseUrl: url }),
  ];
  const logs = openLogs(folder);
  const provider = await addTestProvider(store, { now: JUNE });
  const referral = await addTestReferral(store, provider, JUNE);
  const other = await addOther(store, provider);
  await store
    .insertInto('expense')
    .values({ account: referral, item: null, amount: 1000, currency: 126, cdate: JUNE + 1, cday: '2025-06-10' })
    .execute();

  const change = await store.startTransaction().execute();
  await holdProvider(change, provider.project);
  await change
    .updateTable('referralprogram_referral')
    .set({ referer_account: other })
    .where('referral_account', '=', referral)
    .execute();
  const run = { over: false };
  const done = maintain({ store: running, logs }, { now: Date.parse('2025-07-01T12:00:00Z') }).finally(() => {
    run.over = true;
  });
  while (!run.over && !(await isWaitedFor(change)));
  await change.commit().execute();
  await done;

  const rewards = await store.selectFrom('referralprogram_reward').select(['referer_account', 'amount']).execute();
  expect(rewards).toEqual([{ referer_account: other, amount: 100 }]);
  await logs.close();
  await running.destroy();
  await store.destroy();
  await drop();
  rmSync(folder, { recursive: true });
});

/** Another partner of a provider's program. */
async function addOther(store: Store, { project, program }: TestProvider): Promise<number> {
  const { account } = await store.transaction().execute((writing) => addTestClient(writing, project, JUNE));
  await addPartner(store, { account, project, referralprogram: program });
  return account;
}

/** Whether somebody waits for what a transaction on PostgreSQL holds. */
async function isWaitedFor(writing: Writing): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))
  `.execute(writing);
  return rows.length > 0;
}
