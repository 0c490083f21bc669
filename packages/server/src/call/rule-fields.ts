import { z } from 'zod';
import { PERCENT_DIGITS } from '../referral/money.ts';
import type { Store, Writing } from '../store/open.ts';
import { programOf } from '../store/programs.ts';
import { type Covers, coversOf, type Rule, ruleOf, type RuleTerms } from '../store/rules.ts';
import { fieldNow } from './changing.ts';
import { decimal, positiveUnits } from './decimal.ts';
import type { Call } from './declare.ts';
import { line } from './fields.ts';
import { noSuch } from './no-such.ts';
import { missed, PlatformError } from './platform-error.ts';

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

/** What can be said of a rule. */
export const ruleFields = {
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
};

/** What is said of a rule. */
type Given = z.output<z.ZodObject<typeof ruleFields>>;

/**
 * What a rule says from now on.
 *
 * @throws PlatformError naming the field
 */
export function ruleTermsOf(
  given: Given,
  { call, before, exponent }: { call: Pick<Call, 'raw'>; before: Rule['version'] | undefined; exponent: number },
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

function percentOf({ percent: written }: Given): number | undefined {
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

/**
 * What a rule covers from now on: types of service and tariffs that the provider has.
 *
 * @throws PlatformError naming the field
 */
export async function coversNow(
  store: Store | Writing,
  given: Given,
  { call, project, rule }: { call: Pick<Call, 'raw'>; project: number; rule: Rule | undefined },
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

/**
 * The rule that is changed, if it is no new one, and its program.
 *
 * @param names what the parameters are called
 * @throws PlatformError naming the parameter
 */
export async function ruleAsked(
  store: Store | Writing,
  project: number,
  { elid, plid }: { elid?: number | undefined; plid?: number | undefined },
  names = { elid: 'elid', plid: 'plid' },
): Promise<{ rule: Rule | undefined; program: number }> {
  const rule = elid === undefined ? undefined : await ruleOf(store, project, elid);
  if (elid !== undefined && rule === undefined) throw noSuch(names.elid, elid);
  const program = plid ?? rule?.referralprogram;
  if (program === undefined) throw missed(names.plid);
  if (
    rule !== undefined ? rule.referralprogram !== program : (await programOf(store, project, program))?.closed !== null
  )
    throw noSuch(names.plid, program);
  return { rule, program };
}
