import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { declareList } from '../call/list.ts';
import { NAMED_RULE, namedRule } from '../call/named-rule.ts';
import { isAmount } from '../referral/conditions.ts';
import { formatAmount } from '../referral/money.ts';

const thresholdOf =
  (ctype: number) =>
  (row: { ctype: number; threshold: number | null; exponent: number }): string | undefined =>
    row.ctype !== ctype || row.threshold === null
      ? undefined
      : formatAmount(row.threshold, isAmount(ctype) ? row.exponent : 0);

export default declareList({
  name: 'referralprogram.rule.condition',
  about:
    'The conditions of a rule (seed 001), as they are now. Of those in one group one is enough; every group must hold, ' +
    'and every condition without one.',
  access: 'provider',
  parameters: z.object({ elid: id.describe(NAMED_RULE) }),
  async rows({ elid }, { store, ...call }) {
    const { project } = staffOf({ store, ...call });
    const { version } = await namedRule(store, { project, parameter: 'elid', id: elid });
    return store
      .selectFrom('referralprogram_rule_version_condition as condition')
      .leftJoin('referralprogram_rule_condition_group as group', 'group.id', 'condition.condition_group')
      .innerJoin('project', (join) => join.on('project.id', '=', project))
      .innerJoin('currency', 'currency.id', 'project.currency')
      .where('condition.version', '=', version.id)
      .select([
        'condition.condition as id',
        'condition.ctype',
        'condition.comparison',
        'condition.threshold',
        'condition.threshold as amount_ctype_1',
        'condition.threshold as amount_ctype_4',
        'condition.threshold as item_count',
        'condition.threshold as referral_count',
        'condition.orderperiods',
        'condition.condition_group as group',
        'group.name as groupname',
        'currency.exponent',
      ]);
  },
  columns: {
    id: { about: 'The id of the condition.' },
    ctype: { about: 'What it looks at, 0 to 4.' },
    comparison: { about: 'How it compares.' },
    amount_ctype_1: { about: "The referral's expenses to compare with.", write: thresholdOf(1) },
    amount_ctype_4: { about: "All referrals' expenses to compare with.", write: thresholdOf(4) },
    item_count: { about: 'The number of services to compare with.', write: thresholdOf(2) },
    referral_count: { about: 'The number of referrals to compare with.', write: thresholdOf(3) },
    orderperiods: { about: 'Only orders for these payment periods count.' },
    group: { about: 'The id of its group.' },
    groupname: { about: 'The name of its group.' },
  },
  order: { id: 'asc' },
  examples: [
    { title: 'the conditions of a rule', as: 'provider', parameters: { elid: '3' } },
    { title: 'the conditions of a rule that is not there', as: 'provider', parameters: { elid: '99' } },
  ],
});
