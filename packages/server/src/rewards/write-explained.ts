import { addDays, localTime } from '../referral/local-day.ts';
import { formatMoney, formatPercent } from '../referral/money.ts';
import type { RuleVersion } from '../store/schema.ts';
import type { Currency } from '../store/tariffs.ts';
import type { ExplainedExpense, ExplainedRule } from './explain-expense.ts';
import type { Overlooked } from './overlooks.ts';
import { writeGroup } from './write-conditions.ts';
import { writeOutcome } from './write-outcome.ts';

/** What each rule made of an expense, as text: a paragraph for each rule. */
export function writeExplained(explained: ExplainedExpense): string {
  const { account, partner, program } = explained.expense;
  const whose =
    partner === null || program === null
      ? `client ${account} has no partner, so no rule looks at the expense`
      : `client ${account} is a referral of partner ${partner} in program ${program}` +
        (explained.rules.length === 0 ? ', which has no rule' : '');
  return [whose, ...explained.rules.map((rule) => writeRule(rule, explained))].join('\n\n');
}

function writeRule(rule: ExplainedRule, explained: ExplainedExpense): string {
  const lines = [
    ...writeVersion(rule, explained),
    ...rule.overlooked.map((reason) => `does not look at the expense: ${OVERLOOKED[reason](rule, explained)}`),
    ...writeRun(rule),
    ...rule.groups.flatMap((group) => writeGroup(group, rule, explained.own)),
    ...writeOutcome(rule, explained.expense),
  ];
  return [`rule ${rule.rule} of program ${rule.program}`, ...lines.map((line) => `  ${line}`)].join('\n');
}

function writeVersion({ version }: ExplainedRule, { expense: { timezone }, own }: ExplainedExpense): string[] {
  if (version === undefined) return [];
  const { id, since, until } = version;
  const end = until === null ? 'on' : `until ${localTime(until, timezone)}`;
  return [`version ${id}, in force from ${localTime(since, timezone)} ${end}: ${writeTerms(version, own)}`];
}

function writeTerms(version: RuleVersion, own: Currency): string {
  const { percent, amount, orders, months, limit_referral, limit_period, hold_days } = version;
  return [
    percent === null ? `${formatMoney(amount ?? 0, own)} for an expense` : `${formatPercent(percent)} % of an expense`,
    ...(orders === 'first' ? ['of the first order'] : []),
    ...(orders === 'months' ? [`of the first ${months ?? ''} months`] : []),
    ...(limit_referral === null ? [] : [`at most ${formatMoney(limit_referral, own)} by a client`]),
    ...(limit_period === null ? [] : [`at most ${formatMoney(limit_period, own)} in a period`]),
    ...(hold_days === 0 ? [] : [`held back for ${hold_days} days`]),
  ].join(', ');
}

const OVERLOOKED: Readonly<Record<Overlooked, (rule: ExplainedRule, explained: ExplainedExpense) => string>> = {
  'other-program': () => 'the client is no referral of this program',
  'before-joining': (_, { expense }) =>
    `the client became a referral later, at ${localTime(expense.joined ?? 0, expense.timezone)}`,
  'before-start': (_, { expense }) => `the program counts from ${expense.start_date ?? ''} on`,
  'after-end': (_, { expense }) => `the program counts until ${expense.end_date ?? ''}`,
  closed: (_, { expense }) => `the program was closed at ${localTime(expense.closed ?? 0, expense.timezone)}`,
  'not-in-force': ({ since, until }, { expense: { timezone } }) =>
    `the rule was in force from ${localTime(since, timezone)} ` +
    (until === null ? 'on' : `until ${localTime(until, timezone)}`),
  'not-covered': () => 'the version does not cover what was paid for',
};

function writeRun({ period, version, overlooked, outcome }: ExplainedRule): string[] {
  if (period === undefined || version === undefined || (overlooked.length > 0 && outcome === undefined)) return [];
  const { start, end } = period;
  return [`its period is from ${start} to ${addDays(end, -1)}, and has its run on ${end} at ${version.schedule_time}`];
}
