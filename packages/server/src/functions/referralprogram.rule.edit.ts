import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing } from '../call/changing.ts';
import { type Answer, type Call, declare, staffOf } from '../call/declare.ts';
import { id, sok } from '../call/fields.ts';
import { type Choice, form, saved } from '../call/form.ts';
import { coversNow, ruleAsked, ruleFields, ruleTermsOf } from '../call/rule-fields.ts';
import type { Words } from '../call/words.ts';
import { formatAmount, formatPercent } from '../referral/money.ts';
import { currencyOfProvider } from '../store/provider-currency.ts';
import { changeRule, coversOf, createRule, ruleOf } from '../store/rules.ts';

const ORDERS = {
  all: { en: 'all orders', ru: 'все заказы' },
  first: { en: 'the first order', ru: 'первый заказ' },
  months: { en: 'the first months', ru: 'первые месяцы' },
} as const satisfies Record<string, Words>;

const parameters = z.object({
  sok,
  plid: id.optional().describe('The program of a new rule.'),
  elid: id.optional().describe('The rule to change. Without it, a new one.'),
  ...ruleFields,
});

export default declare({
  name: 'referralprogram.rule.edit',
  about:
    'Makes a rule of a referral program (`plid`), or with `elid` changes one; without `sok` it is the form. The seeds ' +
    'name none of its parameters: these are ours, and `docs/rewards.md` says how they are judged. What is not sent stays as it is, what is sent empty is cleared. A ' +
    "change begins a new version: an expense is rewarded by what the rule said when it was made. Amounts are the provider's " +
    'currency.',
  access: 'provider',
  readableBy: 'nobody',
  changes: 'with sok',
  parameters,
  answer: { ok: 'Saved.', id: 'The id of a new rule.', '*': 'Without `sok`: the values as they are.' },
  examples: [
    { title: 'the form of a rule', as: 'provider', parameters: { elid: '1' } },
    {
      title: 'a new rule',
      as: 'provider',
      parameters: {
        sok: 'ok',
        plid: '1',
        name: 'Hosting, the first year',
        percent: '7.5',
        itemtype: 'vhost',
        pricelist: '1,2',
        orders: 'months',
        months: '12',
        limit_referral: '100.00',
        limit_period: '500.00',
        hold_days: '14',
        min_payment: '10.00',
        schedule_day: '5',
        schedule_time: '04:00',
      },
    },
    { title: 'another share', as: 'provider', parameters: { sok: 'ok', elid: '1', percent: '12' } },
    { title: 'more than all', as: 'provider', parameters: { sok: 'ok', elid: '1', percent: '100.01' } },
  ],
  run: async (given, call) => (given.sok ? save(given, call) : { doc: await ruleForm(given, call) }),
});

async function save(given: z.output<typeof parameters>, call: Call): Promise<Answer> {
  const { elid } = given;
  const created = await changing(call, async (writing, { project }) => {
    const { rule, program } = await ruleAsked(writing, project, given);
    const terms = ruleTermsOf(given, {
      call,
      before: rule?.version,
      exponent: (await currencyOfProvider(writing, project)).exponent,
    });
    const covers = await coversNow(writing, given, { call, project, rule });
    const before = rule && { ...rule, covers: await coversOf(writing, rule.version.id) };
    if (rule !== undefined) await changeRule(writing, rule, { terms, covers }, call.now);
    const saved = rule?.id ?? (await createRule(writing, { referralprogram: program, terms, covers }, call.now));
    const after = { ...(await ruleOf(writing, project, saved)), covers };
    await audit(writing, call, { elid: saved, before, after });
    return elid === undefined ? saved : undefined;
  });
  return { doc: saved(created === undefined ? {} : { id: { text: String(created) } }) };
}

async function ruleForm(given: z.output<typeof parameters>, call: Call) {
  const { store, lang } = call;
  const { project } = staffOf(call);
  const { rule, program } = await ruleAsked(store, project, given);
  const { exponent } = await currencyOfProvider(store, project);
  const version = rule?.version;
  const covers = version && (await coversOf(store, version.id));
  const amount = (value: number | null | undefined): string | undefined =>
    value == null ? undefined : formatAmount(value, exponent);
  return form({
    values: {
      elid: rule?.id,
      plid: program,
      name: version?.name ?? undefined,
      percent: version?.percent == null ? undefined : formatPercent(version.percent),
      amount: amount(version?.amount),
      itemtype: covers?.itemtypes.join(',') || undefined,
      pricelist: covers?.pricelists.join(',') || undefined,
      orders: version?.orders ?? 'all',
      months: version?.months ?? undefined,
      limit_referral: amount(version?.limit_referral),
      limit_period: amount(version?.limit_period),
      hold_days: version?.hold_days ?? 0,
      min_payment: amount(version?.min_payment),
      schedule_day: version?.schedule_day ?? 1,
      schedule_time: version?.schedule_time ?? '03:10',
    },
    lists: { orders: Object.entries(ORDERS).map(([key, words]): Choice => [key, words[lang]]) },
  });
}
