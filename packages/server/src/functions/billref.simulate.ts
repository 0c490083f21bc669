import { z } from 'zod';
import { declare, staffOf } from '../call/declare.ts';
import { day, text } from '../call/fields.ts';
import { imaginedRule } from '../call/imagined-rule.ts';
import { PlatformError } from '../call/platform-error.ts';
import { formatAmount } from '../referral/money.ts';
import { simulateAside } from '../rewards/simulate-aside.ts';
import { totalsOf } from '../rewards/simulated-totals.ts';

const amounts = ({ would_earn, earned, exponent }: { would_earn: number; earned: number; exponent: number }) => ({
  would_earn: { text: formatAmount(would_earn, exponent) },
  earned: { text: formatAmount(earned, exponent) },
  difference: { text: formatAmount(would_earn - earned, exponent) },
});

export default declare({
  name: 'billref.simulate',
  about:
    'What partners would have earned by a new or changed rule of the expenses of some days, beside what they have earned of ' +
    'them: by the same rule, or, where it is a new one, by all rules of its program. The code of the reward runs judges; ' +
    'nothing is written, and nobody waits. `docs/rewards.md` says what it does and does not tell.',
  access: 'provider',
  readableBy: 'nobody',
  parameters: z.object({
    rule: text(50_000).describe(
      'The rule, as JSON: the fields of `referralprogram.rule.edit` by their names, but that the rule to change is called ' +
        '`id` and the program of a new one `program`. What is not there stays as it is, what is empty is cleared. ' +
        '`conditions` is a list in place of all the conditions that the rule has, each with the fields of ' +
        '`referralprogram.rule.condition.edit`; those whose `group` is `new` and whose `groupname` is the same are one group.',
    ),
    from: day.describe('The first day whose expenses are judged, YYYY-MM-DD.'),
    to: day.describe('The last one.'),
  }),
  answer: {
    judged_to: 'The last day whose expenses a run that has come judges; not there where there is none of them.',
    'elem.partner': 'A partner.',
    'elem.name': 'Its name.',
    'elem.currency': 'The ISO code of the currency of the expenses.',
    'elem.would_earn': 'What the rule would have earned, less what refunds from before its last run took back.',
    'elem.earned': 'What was earned, less what the same refunds took back.',
    'elem.difference': 'How much more the former is.',
    'total.currency': 'A currency. Nothing is summed up over currencies.',
    'total.would_earn': 'What the rule would have earned all partners in it.',
    'total.earned': 'What all partners earned in it.',
    'total.difference': 'How much more the former is.',
  },
  examples: [
    {
      title: 'a rule with another share',
      as: 'provider',
      parameters: { rule: '{"id": 1, "percent": 15}', from: '2025-11-01', to: '2025-11-30' },
    },
    {
      title: 'a new rule with a condition',
      as: 'provider',
      parameters: {
        rule: JSON.stringify({
          program: 1,
          amount: '2.00',
          conditions: [{ ctype: 2, comparison: 'moreequal', item_count: 1 }],
        }),
        from: '2025-11-01',
        to: '2025-11-30',
      },
    },
    {
      title: 'a condition without a threshold',
      as: 'provider',
      parameters: {
        rule: '{"id": 1, "conditions": [{"ctype": 2, "comparison": "more"}]}',
        from: '2025-11-01',
        to: '2025-11-30',
      },
    },
  ],
  async run({ rule: json, from, to }, call) {
    const { store, now } = call;
    const { project } = staffOf(call);
    if (from > to)
      throw new PlatformError('value', 'from', { en: `'from' is after 'to'`, ru: `'from' позже, чем 'to'` }, from);
    const rule = await imaginedRule(store, project, json).catch((error: unknown) => {
      throw error instanceof PlatformError ? inRule(error) : error;
    });
    const { partners, judgedTo } = await simulateAside(store, { rule, from, to, now });
    return {
      doc: {
        children: {
          ...(judgedTo === undefined ? {} : { judged_to: { text: judgedTo } }),
          elem: partners.map(({ partner, name, currency, ...earned }) => ({
            children: {
              ...{ partner: { text: String(partner) }, name: { text: name }, currency: { text: currency } },
              ...amounts(earned),
            },
          })),
          total: totalsOf(partners).map(({ currency, ...earned }) => ({
            children: { currency: { text: currency }, ...amounts(earned) },
          })),
        },
      },
    };
  },
});

/** The error of a field, which is no parameter of its own. */
const inRule = ({ words, value }: PlatformError): PlatformError =>
  new PlatformError('value', 'rule', { en: `'rule': ${words.en}`, ru: `'rule': ${words.ru}` }, value);
