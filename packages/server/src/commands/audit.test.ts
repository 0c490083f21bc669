import { expect, test } from '@jest/globals';
import { billref } from '../../testing/command.ts';
import { rewardTests } from '../../testing/reward-tests.ts';
import { onEachStore } from '../../testing/stores.ts';

onEachStore((place) => {
  const { run, newProvider, addReferral, addExpense } = rewardTests(place);
  const audit = () => billref(['audit'], { BILLREF_DIR: place().folder, DATABASE_URL: place().databaseUrl });

  test('where all adds up it says so and succeeds; else it prints each row that does not, and fails', async () => {
    const provider = await newProvider();
    await addExpense(provider, await addReferral(provider), 1000, '2025-06-15T12:00:00Z');
    await run('2025-07-01');
    expect(await audit()).toEqual({ code: 0, said: 'all rewards and payments add up\n' });

    const broken = await place()
      .store.updateTable('payment')
      .set({ subaccountamount: 999 })
      .where('referralprogram', '=', provider.program)
      .returning('id')
      .executeTakeFirstOrThrow();
    const row = `payment ${broken.id}`.padEnd(36);
    expect(await audit()).toEqual({
      code: 1,
      said: [
        `${row}  a payment is what its rewards sum up to`,
        `${row}  a credited payment is in the ledger once, with its amount, and a new one not at all`,
        '2 do not',
        '',
      ].join('\n'),
    });
  });
});
