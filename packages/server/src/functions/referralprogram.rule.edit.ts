import { z } from 'zod';
import { audit } from '../call/audit.ts';
import { changing, fieldNow } from '../call/changing.ts';
import { decimal, positiveUnits } from '../call/decimal.ts';
import { type Answer, type Call, declare, staffOf } from '../call/declare.ts';
import { id, line, sok } from '../call/fields.ts';
import { type Choice, form, saved } from '../call/form.ts';
import { noSuch } from '../call/no-such.ts';
import { missed, PlatformError } from '../call/platform-error.ts';
import type { Words } from '../call/words.ts';
import { formatAmount, formatPercent, PERCENT_DIGITS } from '../referral/money.ts';
import type { Store, Writing } from '../store/open.ts';
import { programOf } from '../store/programs.ts';
import { currencyOfProvider } from '../store/provider-currency.ts';
import { changeRule, type Covers, coversOf, createRule, type Rule, ruleOf, type RuleTerms } from '../store/rules.ts';

const ORDERS = {
  all: { en: 'all orders', ru: 'все заказы' },
  first: { en: 'the first order', ru: 'первый заказ' },
  months: { en: 'the first months', ru: 'первые месяцы' },
} as const satisfies Record<string, Words>;

const HUNDRED_PERCENT = 1_000_000;

const list = (one: string) =>
  z
    .string()
    .max(2000)
    .regex(new RegExp(`^${one}(\\s*,\\s*${one})*$`))
    .transform((value) => [...new Set(value.split(',').map((part) => part.trim()))]);

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .refine((value) => least <= value && value <= most);

const parameters = z.object({
  sok,
  plid: id.optional().describe('The program of a new rule.'),
  elid: id.optional().describe('The rule to change. Without it, a new one.'),
  name: line(200).optional().describe('A name for the rule.'),
  percent: decimal
    .optional()
    .describe(
      "The partner's share of an expense in percent, up to 100, with four digits after the point at most: `7.5`. A rule " +
        'has this or `amount`; whichever is sent takes the place of the other.',
    ),
  amount: decimal.optional().describe("A fixed amount for an expense, in the provider's currency: `5.00`."),
  itemtype: list('[a-z][a-z0-9_]*')
    .optional()
    .describe('The types of service it covers, divided by commas; without this and `pricelist`, all.'),
  pricelist: list('[1-9]\\d{0,14}')
    .optional()
    .describe('The tariffs it covers, divided by commas; those of `itemtype` beside them.'),
  orders: z
    .enum(['all', 'first', 'months'])
    .optional()
    .describe(
      'Which expenses of a referral: `all`, the usual one; those of its `first` order; those of the first `months` after it joined.',
    ),
  months: whole(1, 999).optional().describe('With `orders=months`: how many.'),
  limit_referral: decimal.optional().describe('The most that one referral earns the partner, ever.'),
  limit_period: decimal.optional().describe('The most that a partner earns by this rule in a period.'),
  hold_days: whole(0, 3650).optional().describe('How many days a reward waits before it is paid; 0 usually.'),
  min_payment: decimal.optional().describe('Rewards wait until they make a payment of this much.'),
  schedule_day: whole(1, 31)
    .optional()
    .describe('The day of the month of the run, or the last one of a shorter month; 1 usually.'),
  schedule_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional()
    .describe("The time of the run by the provider's clock; `03:10` usually."),
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
    const { rule, program } = await parent(writing, given, project);
    const terms = termsOf(given, {
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

/** The rule that is changed, if it is no new one, and its program. */
async function parent(
  store: Store | Writing,
  { elid, plid }: z.output<typeof parameters>,
  project: number,
): Promise<{ rule: Rule | undefined; program: number }> {
  const rule = elid === undefined ? undefined : await ruleOf(store, project, elid);
  if (elid !== undefined && rule === undefined) throw noSuch('elid', elid);
  const program = plid ?? rule?.referralprogram;
  if (program === undefined) throw missed('plid');
  if (
    rule !== undefined ? rule.referralprogram !== program : (await programOf(store, project, program))?.closed !== null
  )
    throw noSuch('plid', program);
  return { rule, program };
}

/** What a rule says from now on. */
function termsOf(
  given: z.output<typeof parameters>,
  { call, before, exponent }: { call: Call; before: Rule['version'] | undefined; exponent: number },
): RuleTerms {
  const amountNow = (name: 'amount' | 'limit_referral' | 'limit_period' | 'min_payment'): number | null => {
    const written = given[name];
    return fieldNow(
      call,
      name,
      written === undefined ? undefined : positiveUnits(name, written, exponent),
      before?.[name],
    );
  };
  if (given.percent !== undefined && given.amount !== undefined)
    throw new PlatformError(
      'value',
      'amount',
      { en: `a rule has 'percent' or 'amount', not both`, ru: `у правила есть либо 'percent', либо 'amount'` },
      given.amount,
    );
  const percent = given.amount !== undefined ? null : fieldNow(call, 'percent', percentOf(given), before?.percent);
  const amount = given.percent !== undefined ? null : amountNow('amount');
  if (percent === null && amount === null) throw missed('percent');
  const orders = given.orders ?? before?.orders ?? 'all';
  const months = orders === 'months' ? fieldNow(call, 'months', given.months, before?.months) : null;
  if (orders === 'months' && months === null) throw missed('months');
  return {
    name: fieldNow(call, 'name', given.name, before?.name) || null,
    percent,
    amount,
    orders,
    months,
    limit_referral: amountNow('limit_referral'),
    limit_period: amountNow('limit_period'),
    hold_days: fieldNow(call, 'hold_days', given.hold_days, before?.hold_days) ?? 0,
    min_payment: amountNow('min_payment'),
    schedule_day: fieldNow(call, 'schedule_day', given.schedule_day, before?.schedule_day) ?? 1,
    schedule_time: fieldNow(call, 'schedule_time', given.schedule_time, before?.schedule_time) ?? '03:10',
  };
}

function percentOf({ percent: written }: z.output<typeof parameters>): number | undefined {
  if (written === undefined) return undefined;
  const percent = positiveUnits('percent', written, PERCENT_DIGITS);
  if (percent > HUNDRED_PERCENT)
    throw new PlatformError(
      'value',
      'percent',
      { en: `'percent' is more than 100`, ru: `'percent' больше 100` },
      written,
    );
  return percent;
}

/** What a rule covers from now on: types of service and tariffs that the provider has. */
async function coversNow(
  store: Store | Writing,
  given: z.output<typeof parameters>,
  { call, project, rule }: { call: Call; project: number; rule: Rule | undefined },
): Promise<Covers> {
  const before = rule && (await coversOf(store, rule.version.id));
  const itemtypes = fieldNow(call, 'itemtype', given.itemtype, before?.itemtypes) ?? [];
  const pricelists = fieldNow(call, 'pricelist', given.pricelist?.map(Number), before?.pricelists) ?? [];
  const sold = await store.selectFrom('pricelist').where('project', '=', project).select(['id', 'itemtype']).execute();
  const itemtype = itemtypes.find((type) => !sold.some((one) => one.itemtype === type));
  if (itemtype !== undefined) throw noSuch('itemtype', itemtype);
  const pricelist = pricelists.find((tariff) => !sold.some((one) => one.id === tariff));
  if (pricelist !== undefined) throw noSuch('pricelist', pricelist);
  return { itemtypes, pricelists };
}

async function ruleForm(given: z.output<typeof parameters>, call: Call) {
  const { store, lang } = call;
  const { project } = staffOf(call);
  const { rule, program } = await parent(store, given, project);
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
