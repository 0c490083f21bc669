import { z } from 'zod';
import { comparisons, type Ctype, CTYPES, isAmount } from '../referral/conditions.ts';
import type { ConditionTerms } from '../store/rules.ts';
import type { RuleCondition } from '../store/schema.ts';
import { fieldNow } from './changing.ts';
import { decimal, minorUnits } from './decimal.ts';
import type { Call } from './declare.ts';
import { id, line } from './fields.ts';
import { missed } from './platform-error.ts';

const count = z.string().regex(/^\d{1,9}$/);

/** Payment periods (seed 002), each once, in their order. */
const periods = z
  .string()
  .regex(/^(-100|-50|\d{1,3})(\s*,\s*(-100|-50|\d{1,3}))*$/)
  .max(200)
  .transform((value) => [...new Set(value.split(',').map(Number))].sort((one, other) => one - other).join(','));

/** What a condition's group is called that has none, and one that is to be made. */
export const [NONE, NEW] = ['none', 'new'] as const;

/** What can be said of a condition. */
export const conditionFields = {
  ctype: z
    .enum(['0', '1', '2', '3', '4'])
    .transform((value) => Number(value) as Ctype)
    .optional()
    .describe(
      "What it looks at: 0 nothing, 1 the referral's sales volume, 2 the services the referral has bought, 3 the " +
        "partner's referrals now, 4 the sales volume of all referrals. `docs/rewards.md` says how it is counted.",
    ),
  comparison: z
    .enum(comparisons)
    .optional()
    .describe(`How it compares that with the threshold: ${comparisons.map((code) => `\`${code}\``).join(', ')}.`),
  orderperiods: periods
    .optional()
    .describe('With `ctype` 1, 2 or 4: only orders for these payment periods count, divided by commas: `1,12`.'),
  amount_ctype_1: decimal
    .optional()
    .describe(
      "With `ctype` 1: the threshold of the referral's expenses in the rule's period, in the provider's currency.",
    ),
  amount_ctype_4: decimal
    .optional()
    .describe(
      "With `ctype` 4: the threshold of all referrals' expenses in the rule's period, in the provider's currency.",
    ),
  item_count: count
    .optional()
    .describe('With `ctype` 2: the threshold of services bought, over the whole life of the referral.'),
  referral_count: count.optional().describe("With `ctype` 3: the threshold of the partner's referrals."),
  group: z
    .union([z.literal(NONE), z.literal(NEW), id])
    .optional()
    .describe(
      'Its group: `none`, the usual one; `new`, with a `groupname`; or the id of a group of the rule. Of the conditions ' +
        'in a group one is enough; every group must hold.',
    ),
  groupname: line(100).optional().describe('With `group=new`: the name of the group.'),
};

/** What is said of a condition. */
type Given = z.output<z.ZodObject<typeof conditionFields>>;

/**
 * What a condition says from now on, but for its group.
 *
 * @throws PlatformError naming the field
 */
export function conditionTermsOf(
  given: Given,
  { call, before, exponent }: { call: Pick<Call, 'raw'>; before: RuleCondition | undefined; exponent: number },
): Omit<ConditionTerms, 'condition_group'> {
  const ctype = given.ctype ?? (before?.ctype as Ctype | undefined);
  if (ctype === undefined) throw missed('ctype');
  const name = CTYPES[ctype].threshold;
  if (name === undefined) return { ctype, comparison: null, threshold: null, orderperiods: null };
  const comparison = given.comparison ?? before?.comparison;
  if (comparison == null) throw missed('comparison');
  const written = given[name];
  const threshold =
    written === undefined
      ? before?.ctype === ctype
        ? before.threshold
        : undefined
      : minorUnits(name, written, isAmount(ctype) ? exponent : 0);
  if (threshold == null) throw missed(name);
  const orderperiods = ctype === 3 ? null : fieldNow(call, 'orderperiods', given.orderperiods, before?.orderperiods);
  return { ctype, comparison, threshold, orderperiods };
}
