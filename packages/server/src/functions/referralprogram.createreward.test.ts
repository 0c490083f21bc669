import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { withBackend } from '../../testing/backend.ts';
import { newEarning } from '../../testing/earnings.ts';
import { refused } from '../../testing/programs.ts';
import { rowsOf } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';
import { localDay } from '../referral/local-day.ts';
import { explainExpense } from '../rewards/explain-expense.ts';
import { writeExplained } from '../rewards/write-explained.ts';
import { withdrawPartner } from '../store/programs.ts';

/** `referralprogram.createreward` and `.createpayment` as seed 000 logs them. */
onEachStore((place) => {
  const backend = withBackend(place);

  test('a trace tells of a reward on the day of its expense after the expense, and of the payment after both', async () => {
    const { ask, reward, payment, referral } = await newEarning(backend());
    await ask('referralprogram.createreward', reward);
    await ask('referralprogram.createpayment', payment);
    const told = rowsOf(await ask('billref.trace', { account: referral })).map(({ table }) => table);
    expect(told.slice(-3)).toEqual(['expense', 'referralprogram_reward', 'payment']);
  });

  test('a reward that the staff has written is explained as such, and by no run', async () => {
    const { ask, reward, expense } = await newEarning(backend());
    const { store } = backend();
    expect(writeExplained(await explainExpense(store, expense, Date.now()))).toContain('not judged yet');
    await ask('referralprogram.createreward', reward);
    const told = writeExplained(await explainExpense(store, expense, Date.now()));
    expect(told).toContain('rewarded by hand: ');
    expect(told).not.toMatch(/by the run of|not judged yet/);
  });

  test('asked many times at once there is one reward and one payment', async () => {
    const { ask, reward, payment } = await newEarning(backend());
    const rewards = await Promise.all([1, 2, 3, 4].map(() => ask('referralprogram.createreward', reward)));
    expect(rewards.filter(({ ok }) => ok)).toHaveLength(1);
    const payments = await Promise.all([1, 2, 3, 4].map(() => ask('referralprogram.createpayment', payment)));
    expect(payments.filter(({ ok }) => ok)).toHaveLength(1);
    expect(rowsOf(await ask('referralprogram.payment'))).toHaveLength(1);
  });

  describe('no reward', () => {
    test.each([
      ['reward_amount', '0', 'value'],
      ['reward_amount', '-1.00', 'value'],
      ['reward_amount', '1.005', 'value'],
      ['reward_amount', '1,00', 'value'],
      ['reward_amount', '', 'missed'],
      ['reward_cdate', '2020-01-01', 'value'],
      ['reward_cdate', '2025-02-30', 'value'],
      ['referral_expense', '987654321', 'value'],
      ['referralprogram_rule', '987654321', 'value'],
      ['referer_account', '987654321', 'value'],
    ])('%s of %j', async (name, value, type) => {
      const { ask, reward } = await newEarning(backend());
      expect(await ask('referralprogram.createreward', { ...reward, [name]: value })).toMatchObject(
        refused(type, name),
      );
      expect(rowsOf(await ask('referralprogram.reward'))).toEqual([]);
    });

    test('for an expense before the client was a referral, outside the program’s dates, or of no rule in force', async () => {
      const early = await newEarning(backend());
      const { store } = backend();
      const before = { account: early.referral, amount: 1050, currency: 126, cdate: Date.now() - 40_000 };
      const { item } = await store
        .selectFrom('expense')
        .where('id', '=', early.expense)
        .select('item')
        .executeTakeFirstOrThrow();
      const { id } = await store
        .insertInto('expense')
        .values({ ...before, item, cday: localDay(before.cdate, 'Europe/Berlin') })
        .returning('id')
        .executeTakeFirstOrThrow();
      expect(await early.ask('referralprogram.createreward', { ...early.reward, referral_expense: id })).toMatchObject(
        refused('value', 'referral_expense'),
      );
      const ended = await newEarning(backend());
      await ended.ask('referralprogram.edit', { sok: 'ok', elid: ended.program, end_date: '2020-01-01' });
      expect(await ended.ask('referralprogram.createreward', ended.reward)).toMatchObject(
        refused('value', 'referral_expense'),
      );
      const late = await newEarning(backend());
      const { id: rule } = await late.ask('referralprogram.rule.edit', { sok: 'ok', plid: late.program, percent: 5 });
      expect(
        await late.ask('referralprogram.createreward', { ...late.reward, referralprogram_rule: String(rule) }),
      ).toMatchObject(refused('value', 'referral_expense'));
    });

    test('for an expense that the rule does not cover', async () => {
      const { ask, reward, program } = await newEarning(backend());
      const { store } = backend();
      const only = (itemtype: string) =>
        sql`
          insert into referralprogram_rule_covers (version, itemtype)
          select id, ${itemtype} from referralprogram_rule_version where referralprogram_rule = ${program}
        `.execute(store);
      await only('dedic');
      expect(await ask('referralprogram.createreward', reward)).toMatchObject(refused('value', 'referral_expense'));
      await only('vhost');
      expect(await ask('referralprogram.createreward', reward)).toHaveProperty('ok');
    });

    test('for a partner with the e-mail of the client', async () => {
      const { ask, reward, referral, partner } = await newEarning(backend());
      const { store } = backend();
      const setEmail = (account: number, email: string) =>
        store.updateTable('user').set({ email }).where('account', '=', account).execute();
      await setEmail(partner, 'somebody@example.com');
      await setEmail(referral, 'Somebody+client@example.com');
      expect(await ask('referralprogram.createreward', reward)).toMatchObject(refused('value', 'referer_account'));
    });

    test('for a partner who left before the expense; for what was made before there is one', async () => {
      const [gone, later] = [await newEarning(backend()), await newEarning(backend())];
      const leave = ({ partner: account, project, program: referralprogram }: typeof gone, at: number) =>
        backend()
          .store.transaction()
          .execute((writing) => withdrawPartner(writing, { account, project, referralprogram }, at));
      await leave(gone, Date.now() - 20_000);
      expect(await gone.ask('referralprogram.createreward', gone.reward)).toMatchObject(
        refused('value', 'referer_account'),
      );
      await leave(later, Date.now());
      expect(await later.ask('referralprogram.createreward', later.reward)).toHaveProperty('ok');
    });

    test('for a partner of a group that gets none', async () => {
      const { ask, reward, program: elid, partner } = await newEarning(backend());
      const { id: group } = await ask('accountgroup.edit', { sok: 'ok', name: 'Staff' });
      await ask('accountgroup.account.resume', { plid: String(group), elid: partner });
      await ask('referralprogram.edit', { sok: 'ok', elid, account_group_restrict: String(group) });
      expect(await ask('referralprogram.createreward', reward)).toMatchObject(refused('value', 'referer_account'));
    });
  });

  test('a payment waits for its day, and there is none without rewards', async () => {
    const { ask, reward, payment } = await newEarning(backend());
    expect(await ask('referralprogram.createpayment', payment)).toMatchObject(refused('value', 'referer_account'));
    const later = '2999-01-01';
    expect(await ask('referralprogram.createreward', { ...reward, reward_cdate: later })).toHaveProperty('ok');
    expect(await ask('referralprogram.createpayment', { ...payment, reward_date: later })).toMatchObject(
      refused('value', 'reward_date'),
    );
    expect(await ask('referralprogram.createpayment', payment)).toMatchObject(refused('value', 'reward_date'));
    expect(rowsOf(await ask('referralprogram.payment'))).toEqual([]);
  });
});
