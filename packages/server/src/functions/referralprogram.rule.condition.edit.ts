import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { conditionFields, conditionTermsOf, NEW, NONE } from '../call/condition-fields.ts';
import { type Answer, type Call, declare, staffOf } from '../call/declare.ts';
import { id, sok } from '../call/fields.ts';
import { type Choice, form, saved } from '../call/form.ts';
import { NAMED_RULE, namedRule } from '../call/named-rule.ts';
import { noSuch } from '../call/no-such.ts';
import { missed } from '../call/platform-error.ts';
import { COMPARISONS, type Ctype, CTYPES, isAmount } from '../referral/conditions.ts';
import { formatAmount } from '../referral/money.ts';
import type { Store, Writing } from '../store/open.ts';
import { currencyOfProvider } from '../store/provider-currency.ts';
import {
  changeRule,
  conditionGroupsOf,
  createCondition,
  createConditionGroup,
  type Rule,
  ruleOfCondition,
} from '../store/rules.ts';
import type { RuleCondition } from '../store/schema.ts';

const parameters = z.object({
  sok,
  plid: id.optional().describe(`${NAMED_RULE} A new condition needs it.`),
  elid: id.optional().describe('The condition to change. Without it, a new one.'),
  ...conditionFields,
});

export default declare({
  name: 'referralprogram.rule.condition.edit',
  about:
    'Makes a condition of a rule, or with `elid` changes one (seed 001); without `sok` it is the form. What is not sent ' +
    'stays as it is; the thresholds of other kinds of condition are passed over. A change begins a new version of the ' +
    'rule.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters,
  answer: { ok: 'Saved.', id: 'The id of a new condition.', '*': 'Without `sok`: the values as they are.' },
  examples: [
    { title: 'the form of a condition', as: 'provider', parameters: { plid: '3', elid: '1' } },
    {
      title: 'a new condition in a new group',
      as: 'provider',
      parameters: {
        sok: 'ok',
        plid: '3',
        ctype: '1',
        comparison: 'moreequal',
        amount_ctype_1: '100.00',
        orderperiods: '1,12',
        group: 'new',
        groupname: 'Loyal or many',
      },
    },
    {
      title: 'another number of referrals',
      as: 'provider',
      parameters: { sok: 'ok', plid: '3', elid: '1', ctype: '3', comparison: 'more', referral_count: '10' },
    },
    {
      title: 'a condition without a threshold',
      as: 'provider',
      parameters: { sok: 'ok', plid: '3', ctype: '2', comparison: 'more' },
    },
  ],
  run: async (given, call) => (given.sok ? save(given, call) : { doc: await conditionForm(given, call) }),
});

async function save(given: z.output<typeof parameters>, call: Call): Promise<Answer> {
  const created = await changing(call, async (writing, { project }) => {
    const { rule, condition } = await parent(writing, given, project);
    const { exponent } = await currencyOfProvider(writing, project);
    const condition_group = await groupNow(writing, given, { rule, before: condition });
    const terms = { ...conditionTermsOf(given, { call, before: condition, exponent }), condition_group };
    const id = condition?.condition ?? (await createCondition(writing, rule.id));
    await changeRule(writing, rule, { condition: { id, terms } }, call.now);
    await audit(writing, call, { elid: id, before: condition, after: terms });
    return condition === undefined ? id : undefined;
  });
  return { doc: saved(created === undefined ? {} : { id: { text: String(created) } }) };
}

/** The rule, and the condition that is changed if it is no new one. */
async function parent(
  store: Store | Writing,
  { elid, plid }: z.output<typeof parameters>,
  project: number,
): Promise<{ rule: Rule; condition: RuleCondition | undefined }> {
  if (elid === undefined) {
    if (plid === undefined) throw missed('plid');
    return { rule: await namedRule(store, { project, parameter: 'plid', id: plid }), condition: undefined };
  }
  const found = await ruleOfCondition(store, project, elid);
  if (found === undefined) throw noSuch('elid', elid);
  const { id, referralprogram } = found.rule;
  if (plid !== undefined && plid !== id && plid !== referralprogram) throw noSuch('plid', plid);
  return found;
}

async function groupNow(
  writing: Writing,
  { group, groupname }: z.output<typeof parameters>,
  { rule, before }: { rule: Rule; before: RuleCondition | undefined },
): Promise<number | null> {
  if (group === undefined) return before?.condition_group ?? null;
  if (group === NONE) return null;
  if (group === NEW) {
    if (!groupname) throw missed('groupname');
    return createConditionGroup(writing, rule.id, groupname);
  }
  if (!(await conditionGroupsOf(writing, rule.id)).some(({ id }) => id === group)) throw noSuch('group', group);
  return group;
}

async function conditionForm(given: z.output<typeof parameters>, call: Call) {
  const { store, lang } = call;
  const { project } = staffOf(call);
  const { rule, condition } = await parent(store, given, project);
  const { exponent } = await currencyOfProvider(store, project);
  const ctype = (condition?.ctype ?? 0) as Ctype;
  const name = CTYPES[ctype].threshold;
  const groups = await conditionGroupsOf(store, rule.id);
  return form({
    values: {
      elid: condition?.condition,
      plid: rule.id,
      ctype,
      comparison: condition?.comparison ?? undefined,
      ...(name !== undefined &&
        condition?.threshold != null && { [name]: formatAmount(condition.threshold, isAmount(ctype) ? exponent : 0) }),
      orderperiods: condition?.orderperiods ?? undefined,
      group: condition?.condition_group ?? NONE,
    },
    lists: {
      ctype: Object.entries(CTYPES).map(([key, words]): Choice => [key, words[lang]]),
      comparison: Object.entries(COMPARISONS).map(([key, words]): Choice => [key, words[lang]]),
      group: [
        [NONE, lang === 'ru' ? 'нет' : 'none'],
        [NEW, lang === 'ru' ? 'новая' : 'new'],
        ...groups.map(({ id, name }): Choice => [String(id), name]),
      ],
    },
  });
}
