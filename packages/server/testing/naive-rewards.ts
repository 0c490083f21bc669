import type { Selectable } from 'kysely';
import { addDays, isOpen, localDay } from '../src/referral/local-day.ts';
import { shareOf } from '../src/referral/money.ts';
import type { RefusalReason, Tables } from '../src/store/schema.ts';
import { withinLimits } from './naive-limits.ts';
import { inCurrency, inOwnCurrency, providerOf } from './naive-money.ts';
import { naiveReversals } from './naive-refunds.ts';

/**
 * What a reward run must write, by `docs/rewards.md` alone: one pair of an expense and a rule after the other, with no
 * thought of speed and no line in common with the run's SQL. Where the two differ, one of them has misread the document.
 */

/** The tables that a run looks into, in an order in which no row names one of a later table. */
export const HELD_TABLES = [
  'currency',
  'project',
  'currency_rate',
  'account',
  'user',
  'account_group',
  'account_group_member',
  'pricelist',
  'item',
  'expense',
  'refund',
  'referralprogram',
  'referralprogram_referer',
  'referralprogram_referer_withdrawn',
  'referralprogram_referral',
  'referralprogram_rule',
  'referralprogram_rule_version',
  'referralprogram_rule_covers',
  'referralprogram_rule_condition',
  'referralprogram_rule_condition_group',
  'referralprogram_rule_version_condition',
] as const satisfies readonly (keyof Tables)[];

export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>;

/** Everything that is held of one provider. */
export type Held = { readonly [Table in (typeof HELD_TABLES)[number]]: readonly Row<Table>[] };

/** A run of the rules with a schedule. */
export interface Run {
  readonly schedule: { readonly day: number; readonly time: string };
  readonly day: string;
}

/** A reward, or what a refund takes back of one. */
export type NaiveReward = Omit<Row<'referralprogram_reward'>, 'id'>;

/** What runs have written. */
export interface Judged {
  readonly rewards: readonly NaiveReward[];
  readonly refusals: readonly Row<'referralprogram_unrewarded'>[];
  readonly inputs: readonly Row<'referralprogram_input'>[];
}

export const NOTHING: Judged = { rewards: [], refusals: [], inputs: [] };

export const together = (one: Judged, other: Judged): Judged => ({
  rewards: [...one.rewards, ...other.rewards],
  refusals: [...one.refusals, ...other.refusals],
  inputs: [...one.inputs, ...other.inputs],
});

/** An expense and a rule, with all that is needed to judge them. */
export interface Pair {
  readonly expense: Row<'expense'>;
  readonly referral: Row<'referralprogram_referral'>;
  readonly program: Row<'referralprogram'>;
  readonly version: Row<'referralprogram_rule_version'>;
  readonly period: Period;
}

/** From its first day to the day before its end. */
interface Period {
  readonly start: string;
  readonly end: string;
}

/** What a run of a schedule on a day must write, after what the runs before it have written. */
export function naiveRun(held: Held, before: Judged, run: Run): Judged {
  const pairs = pairsToJudge(held, before, run);
  const inputs = pairs.reduce((kept, pair) => keepInputs(held, kept, pair), before.inputs);
  const found = pairs.map((pair) => {
    const reason = reasonToRefuse(held, { ...before, inputs }, pair);
    return { pair, verdict: reason ?? amountOf(held, pair) ?? 0 };
  });
  const limited = withinLimits(held, before.rewards, found);
  const rewards = limited.flatMap(({ pair: { expense, referral, version }, verdict }) =>
    typeof verdict === 'number'
      ? {
          expense: expense.id,
          referralprogram_rule: version.referralprogram_rule,
          referralprogram: referral.referralprogram,
          referer_account: referral.referer_account,
          referral_account: referral.referral_account,
          amount: verdict,
          currency: expense.currency,
          cdate: addDays(run.day, version.hold_days),
          refund: null,
        }
      : [],
  );
  return {
    rewards: [...rewards, ...naiveReversals(held, [...before.rewards, ...rewards], run)],
    refusals: limited.flatMap(({ pair: { expense, version }, verdict }) =>
      typeof verdict === 'string'
        ? {
            expense: expense.id,
            referralprogram_rule: version.referralprogram_rule,
            reason: verdict,
            cdate: run.day,
          }
        : [],
    ),
    inputs: inputs.slice(before.inputs.length),
  };
}

// What is judged

function pairsToJudge(held: Held, { rewards, refusals }: Judged, { schedule, day }: Run): Pair[] {
  const nameOf = (expense: number, rule: number): string => `${String(expense)} ${String(rule)}`;
  const judged = new Set([...rewards, ...refusals].map((one) => nameOf(one.expense, one.referralprogram_rule)));
  const isJudged = ({ expense, version }: Pair): boolean =>
    judged.has(nameOf(expense.id, version.referralprogram_rule));
  return held.expense
    .flatMap((expense) => pairsOf(held, expense))
    .filter(({ version }) => version.schedule_day === schedule.day && version.schedule_time === schedule.time)
    .filter(({ period }) => period.end <= day)
    .filter((pair) => !isJudged(pair));
}

/** The pairs that are ever judged. */
function pairsOf(held: Held, expense: Row<'expense'>): Pair[] {
  const referral = held.referralprogram_referral.find((one) => isOf(one, expense));
  const program = held.referralprogram.find(({ id }) => id === referral?.referralprogram);
  if (referral === undefined || program === undefined || !countsExpense(program, expense)) return [];
  return held.referralprogram_rule
    .filter((rule) => rule.referralprogram === program.id)
    .flatMap((rule) => held.referralprogram_rule_version.filter((one) => one.referralprogram_rule === rule.id))
    .filter((version) => isInForce(version, expense))
    .filter((version) => covers(held, version, expense))
    .map((version) => {
      const period = periodOf(expense.cday, version.schedule_day);
      return { expense, referral, program, version, period };
    });
}

/** The version of a rule by which an expense is judged. */
export function versionInForce(
  held: Held,
  { expense: id, referralprogram_rule: rule }: { readonly expense: number; readonly referralprogram_rule: number },
): Row<'referralprogram_rule_version'> {
  const expense = held.expense.find((one) => one.id === id);
  const version = held.referralprogram_rule_version
    .filter((one) => one.referralprogram_rule === rule)
    .find((one) => expense !== undefined && isInForce(one, expense));
  if (version === undefined) throw new Error('what was rewarded had a version in force');
  return version;
}

const isInForce = ({ since, until }: Row<'referralprogram_rule_version'>, { cdate }: Row<'expense'>): boolean =>
  since <= cdate && (until === null || cdate < until);

/** The expenses of a referral are those made from the instant on at which it joined. */
const isOf = (referral: Row<'referralprogram_referral'>, { account, cdate }: Row<'expense'>): boolean =>
  account === referral.referral_account && cdate >= referral.cdate;

const expensesOf = (held: Held, referral: Row<'referralprogram_referral'>): Row<'expense'>[] =>
  held.expense.filter((expense) => isOf(referral, expense));

const countsExpense = (program: Row<'referralprogram'>, { cday, cdate }: Row<'expense'>): boolean =>
  isOpen(program, cday) && (program.closed === null || cdate < program.closed);

function covers(held: Held, version: Row<'referralprogram_rule_version'>, expense: Row<'expense'>): boolean {
  const list = held.referralprogram_rule_covers.filter((one) => one.version === version.id);
  if (list.length === 0) return true;
  const service = serviceOf(held, expense);
  const tariff = held.pricelist.find(({ id }) => id === service?.pricelist);
  if (tariff === undefined) return false;
  return list.some(({ itemtype, pricelist }) => itemtype === tariff.itemtype || pricelist === tariff.id);
}

const serviceOf = (held: Held, expense: Row<'expense'>): Row<'item'> | undefined =>
  held.item.find(({ id }) => id === expense.item);

// Days

/** The period of a day, by the day of the month on which the rule is run. */
function periodOf(day: string, runsOn: number): Period {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const runs = [month - 1, month, month + 1].map((one) => runDay(one, runsOn));
  const start = runs.findLast((one) => one <= day);
  const end = runs.find((one) => one > day);
  if (start === undefined || end === undefined) throw new Error(`${day} is in no period`);
  return { start, end };
}

/** That day of a month since the year 0, or the last day of a shorter one. */
export const runDay = (month: number, day: number): string => dayOf(month, Math.min(day, daysIn(month)));

const dayOf = (month: number, day: number): string =>
  [
    String(Math.floor(month / 12)).padStart(4, '0'),
    String((month % 12) + 1).padStart(2, '0'),
    String(day).padStart(2, '0'),
  ].join('-');

const daysIn = (month: number): number => new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();

/** The day on which so many months are over: the one after the last of a month that is too short. */
function monthsAfter(day: string, months: number): string {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const date = Number(day.slice(8));
  return date <= daysIn(month) ? dayOf(month, date) : dayOf(month + 1, 1);
}

// The reasons to refuse

function reasonToRefuse(held: Held, { rewards, inputs }: Judged, pair: Pair): RefusalReason | undefined {
  if (isSelf(held, pair)) return 'self';
  if (hasLeft(held, pair)) return 'left';
  if (isBarred(held, pair)) return 'barred';
  if (isLaterOrder(held, rewards, pair)) return 'later-order';
  if (areMonthsOver(held, pair)) return 'months-over';
  if (!doConditionsHold(held, inputs, pair)) return 'condition';
  if (amountOf(held, pair) === undefined) return 'no-rate';
  if (amountOf(held, pair) === 0) return 'nothing';
  return undefined;
}

function isSelf(held: Held, { referral }: Pair): boolean {
  const mailboxes = (account: number): string[] =>
    held.user.filter((user) => user.account === account).map(({ email }) => mailbox(email));
  const partners = mailboxes(referral.referer_account);
  return mailboxes(referral.referral_account).some((one) => partners.includes(one));
}

function mailbox(email: string): string {
  const [person = '', domain = ''] = email.toLowerCase().split('@');
  const [name = ''] = person.split('+');
  return `${name}@${domain}`;
}

function hasLeft(held: Held, { referral, program, expense }: Pair): boolean {
  const of = (one: { account: number; referralprogram: number }): boolean =>
    one.account === referral.referer_account && one.referralprogram === program.id;
  if (held.referralprogram_referer.some(of)) return false;
  // Who came back and left again has left when leaving for the last time.
  const times = held.referralprogram_referer_withdrawn.filter(of).map(({ cdate }) => cdate);
  return times.length > 0 && Math.max(...times) < expense.cdate;
}

const isBarred = (held: Held, { referral, program }: Pair): boolean =>
  held.account_group_member.some(
    (member) => member.account_group === program.account_group_restrict && member.account === referral.referer_account,
  );

function isLaterOrder(held: Held, rewards: Judged['rewards'], { expense, referral, version }: Pair): boolean {
  if (version.orders !== 'first') return false;
  // An order is what a client paid for at one instant.
  const others = expensesOf(held, referral).filter(({ amount, cdate }) => amount > 0 && cdate !== expense.cdate);
  const isRewarded = ({ id }: Row<'expense'>): boolean =>
    rewards.some((one) => one.expense === id && one.referralprogram_rule === version.referralprogram_rule);
  return others.some((other) => other.cdate < expense.cdate || isRewarded(other));
}

function areMonthsOver(held: Held, { expense, referral, version }: Pair): boolean {
  if (version.orders !== 'months' || version.months === null) return false;
  return expense.cday >= monthsAfter(joinedOn(held, referral), version.months);
}

const joinedOn = (held: Held, { cdate }: Row<'referralprogram_referral'>): string =>
  localDay(cdate, providerOf(held).timezone);

// Conditions

type Condition = Row<'referralprogram_rule_version_condition'>;

const conditionsOf = (held: Held, version: Row<'referralprogram_rule_version'>): Condition[] =>
  held.referralprogram_rule_version_condition.filter((one) => one.version === version.id);

/** Keeps what the conditions of a pair look at, where that of its period is not kept yet. */
function keepInputs(held: Held, kept: Judged['inputs'], pair: Pair): Judged['inputs'] {
  const missing = conditionsOf(held, pair.version)
    .filter(({ ctype }) => ctype !== 0)
    .filter((condition) => inputOf(kept, pair, condition) === undefined)
    .map((condition) => ({
      version: pair.version.id,
      condition: condition.condition,
      period_end: pair.period.end,
      account: whomItIsAbout(pair, condition),
      value: whatItLooksAt(held, pair, condition),
    }));
  return [...kept, ...missing];
}

/** What was kept of a pair's period for a condition. */
const inputOf = (kept: Judged['inputs'], pair: Pair, condition: Condition) =>
  kept.find(
    (input) =>
      input.version === pair.version.id &&
      input.condition === condition.condition &&
      input.period_end === pair.period.end &&
      input.account === whomItIsAbout(pair, condition),
  );

/** The conditions of a group are combined by OR, groups and conditions without one by AND. */
function doConditionsHold(held: Held, inputs: Judged['inputs'], pair: Pair): boolean {
  const conditions = conditionsOf(held, pair.version);
  const groups = new Set(conditions.flatMap(({ condition_group }) => condition_group ?? []));
  const alone = conditions.filter(({ condition_group }) => condition_group === null).map((one) => [one]);
  const together = [...groups].map((group) => conditions.filter(({ condition_group }) => condition_group === group));
  return [...alone, ...together].every((group) => group.some((condition) => holds(inputs, pair, condition)));
}

function holds(inputs: Judged['inputs'], pair: Pair, condition: Condition): boolean {
  const { comparison, threshold } = condition;
  if (comparison === null || threshold === null) return true;
  const input = inputOf(inputs, pair, condition);
  if (input === undefined) throw new Error('what a condition looks at is kept before it is judged');
  switch (comparison) {
    case 'more':
      return input.value > threshold;
    case 'moreequal':
      return input.value >= threshold;
    case 'less':
      return input.value < threshold;
    case 'lessequal':
      return input.value <= threshold;
    case 'equal':
      return input.value === threshold;
  }
}

const whomItIsAbout = ({ referral }: Pair, { ctype }: Condition): number =>
  ctype <= 2 ? referral.referral_account : referral.referer_account;

function whatItLooksAt(held: Held, { referral, program, period }: Pair, condition: Condition): number {
  const counts = (expense: Row<'expense'>): boolean => isOfOrderPeriods(held, expense, condition);
  const isInPeriod = ({ cday }: Row<'expense'>): boolean => period.start <= cday && cday < period.end;
  const referrals = held.referralprogram_referral.filter(
    (one) => one.referer_account === referral.referer_account && one.referralprogram === program.id,
  );
  switch (condition.ctype) {
    case 1:
      return sum(held, expensesOf(held, referral).filter(isInPeriod).filter(counts));
    case 2: {
      const before = expensesOf(held, referral).filter(({ cday }) => cday < period.end);
      return new Set(before.filter(counts).flatMap(({ item }) => item ?? [])).size;
    }
    case 3:
      return referrals.filter((one) => joinedOn(held, one) < period.end).length;
    case 4:
      return sum(
        held,
        referrals
          .flatMap((one) => expensesOf(held, one))
          .filter(isInPeriod)
          .filter(counts),
      );
    default:
      throw new Error(`there is no condition ${String(condition.ctype)}`);
  }
}

function isOfOrderPeriods(held: Held, expense: Row<'expense'>, { orderperiods }: Condition): boolean {
  if (orderperiods === null) return true;
  const service = serviceOf(held, expense);
  return service !== undefined && orderperiods.split(',').map(Number).includes(service.period);
}

/** In the provider's currency; each expense is exchanged and rounded, and one without a rate counts nothing. */
const sum = (held: Held, expenses: readonly Row<'expense'>[]): number =>
  expenses
    .map((expense) => inOwnCurrency(held, expense.amount, { currency: expense.currency, day: expense.cday }) ?? 0)
    .reduce((one, other) => one + other, 0);

// What is paid

/** What the partner earns; nothing known where a rate is missing. */
function amountOf(held: Held, { expense, version }: Pair): number | undefined {
  if (version.percent !== null) return shareOf(expense.amount, version.percent);
  if (version.amount === null) throw new Error('a rule has a share or an amount');
  return expense.amount > 0 ? inCurrency(held, version.amount, { currency: expense.currency, day: expense.cday }) : 0;
}
