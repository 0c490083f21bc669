import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { addTestProvider, addTestReferral } from '../../testing/provider.ts';
import { onEachStore } from '../../testing/stores.ts';
import { openLogs } from '../log/logs.ts';
import { maintain } from '../rewards/maintain.ts';

/** Seed 000: “Logging”; `log/platform-line.test.ts` proves a line to the letter. There are no levels: all is written. */
onEachStore((place) => {
  test('“additional diagnostic information is contained in the … billmaintain.log”: a line for each reward and payment, once', async () => {
    const { store, folder } = place();
    const june = Date.parse('2025-06-10T12:00:00Z');
    const provider = await addTestProvider(store, { now: june });
    const { partner, program } = provider;
    const account = await addTestReferral(store, provider, june);
    const { id: expense } = await store
      .insertInto('expense')
      .values({ account, amount: 100_000, currency: 126, cdate: june + 1, cday: '2025-06-10' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const logs = openLogs(folder);
    for (let times = 0; times < 2; times += 1)
      await maintain({ store, logs }, { now: Date.parse('2025-07-01T12:00:00Z') });
    await logs.close();
    const lines = readFileSync(join(folder, 'billmaintain.log'), 'utf8').trimEnd().split('\n');
    const begins = /^\w{3} \d{1,2} [\d:]{8} \[\d+:\d+\] core_module INFO Request \[billmaintain\]\[root\] /;
    expect(lines.map((line) => line.replace(begins, ''))).toEqual([
      `'func=referralprogram.createreward&out=xml&referer_account=${partner}&referral_expense=${expense}&referralprogram_rule=${program}&reward_amount=100.00&reward_cdate=2025%2D07%2D01'`,
      `'func=referralprogram.createpayment&out=xml&referer_account=${partner}&referralprogram=${program}&reward_date=2025%2D07%2D01'`,
    ]);
  });
});
