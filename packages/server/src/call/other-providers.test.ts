import { expect, test } from '@jest/globals';
import { withBackend } from '../../testing/backend.ts';
import { refused, withPrograms } from '../../testing/programs.ts';
import { addTestReferral } from '../../testing/provider.ts';
import { rowsOf } from '../../testing/sessions.ts';
import { onEachStore } from '../../testing/stores.ts';

onEachStore((place) => {
  const backend = withBackend(place);
  const { newProvider, spend } = withPrograms(backend);

  test('another provider’s programs, rules, conditions, groups and clients are as if they were not there', async () => {
    const [mine, theirs] = [await newProvider(), await newProvider()];
    const { id: group } = await theirs.ask('accountgroup.edit', { sok: 'ok', name: 'Theirs' });
    const { id: condition } = await theirs.ask('referralprogram.rule.condition.edit', {
      sok: 'ok',
      plid: theirs.program,
      ctype: 0,
    });
    const referral = await addTestReferral(backend().store, theirs, Date.now() - 1000);
    const expense = await spend(theirs, referral, 1000, Date.now());
    const { ask, program: own, partner } = mine;
    const [elid, plid] = [theirs.program, theirs.program];
    const sok = 'ok';
    const before = await theirs.ask('referralprogram');
    for (const [object, func, fields] of [
      ['project', 'referralprogram.edit', { project: theirs.project }],
      ['elid', 'referralprogram.edit', { elid }],
      ['elid', 'referralprogram.edit', { sok, elid, name: 'Mine' }],
      ['account_group', 'referralprogram.edit', { sok, elid: own, account_group: String(group) }],
      ['account_group_restrict', 'referralprogram.edit', { sok, elid: own, account_group_restrict: String(group) }],
      ['elid', 'referralprogram.delete', { elid }],
      ['elid', 'referralprogram.rule', { elid }],
      ['elid', 'referralprogram.rule.edit', { elid }],
      ['elid', 'referralprogram.rule.edit', { sok, elid, percent: 1 }],
      ['plid', 'referralprogram.rule.edit', { sok, plid, percent: 1 }],
      ['pricelist', 'referralprogram.rule.edit', { sok, elid: own, pricelist: theirs.pricelist }],
      ['elid', 'referralprogram.rule.delete', { elid }],
      ['elid', 'referralprogram.rule.condition', { elid }],
      ['plid', 'referralprogram.rule.condition.edit', { sok, plid, ctype: 0 }],
      ['elid', 'referralprogram.rule.condition.edit', { sok, plid: own, elid: String(condition), ctype: 0 }],
      ['elid', 'referralprogram.rule.condition.delete', { elid: String(condition) }],
      ['plid', 'referralprogram.referer.edit', { sok, plid, account: partner }],
      ['account', 'referralprogram.referer.edit', { sok, plid: own, account: theirs.partner }],
      ['plid', 'referralprogram.referer.delete', { plid, elid: theirs.partner }],
      ['elid', 'accountgroup.account', { elid: String(group) }],
      ['elid', 'accountgroup.edit', { sok, elid: String(group), name: 'Mine' }],
      ['elid', 'accountgroup.delete', { elid: String(group) }],
      ['plid', 'accountgroup.account.resume', { plid: String(group), elid: partner }],
      [
        'referral_expense',
        'referralprogram.createreward',
        {
          referer_account: theirs.partner,
          referral_expense: expense,
          referralprogram_rule: own,
          reward_amount: '1',
          reward_cdate: '2999-01-01',
        },
      ],
      [
        'referralprogram_rule',
        'referralprogram.createreward',
        {
          referer_account: theirs.partner,
          referral_expense: expense,
          referralprogram_rule: elid,
          reward_amount: '1',
          reward_cdate: '2999-01-01',
        },
      ],
      [
        'referralprogram',
        'referralprogram.createpayment',
        { referer_account: theirs.partner, referralprogram: elid, reward_date: '2025-01-01' },
      ],
    ] as const)
      expect({ func, answer: await ask(func, fields) }).toMatchObject({ func, answer: refused('value', object) });
    for (const list of ['referer', 'referral', 'reward', 'reward.day', 'payment'])
      expect(rowsOf(await ask(`referralprogram.${list}`, { elid, plid }))).toEqual([]);
    expect(await theirs.ask('referralprogram')).toEqual(before);
    const audits = backend().store.selectFrom('audit').where('project', '=', mine.project).select('id');
    expect(await audits.execute()).toEqual([]);
  });
});
