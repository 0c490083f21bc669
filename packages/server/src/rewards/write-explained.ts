import { addDays, localTime } from '../referral/local-day.ts';
import type { ExplainedExpense, ExplainedRule } from './explain-expense.ts';
import type { Overlooked } from './overlooks.ts';
import { writeGroup } from './write-conditions.ts';
import { writeOutcome } from './write-outcome.ts';
import { writeCovers, writeTerms } from './write-terms.ts';

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

function writeVersion({ version, covers }: ExplainedRule, { expense: { timezone }, own }: ExplainedExpense): string[] {
  if (version === undefined || covers === undefined) return [];
  const { id, since, until } = version;
  const end = until === null ? 'on' : `until ${localTime(until, timezone)}`;
  return [`version ${id}, in force from ${localTime(since, timezone)} ${end}: ${writeTerms(version, covers, own)}`];
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
    (until === null ? 'on' : `until ${localTime(until, timezone)}`) +
    ', so it was not in force then',
  'not-covered': ({ covers }, { expense: { pricelist, itemtype } }) =>
    `the version covers ${(covers && writeCovers(covers)) ?? ''}, and what was paid for is ` +
    (pricelist === null ? 'no service that is known' : `tariff ${pricelist} of type '${itemtype ?? ''}'`),
};

function writeRun({ period, version, overlooked, outcome, groups }: ExplainedRule): string[] {
  if (period === undefined || version === undefined) return [];
  const days = `its period is from ${period.start} to ${addDays(period.end, -1)}`;
  if (overlooked.length === 0 || outcome !== undefined)
    return [`${days}, and has its run on ${period.end} at ${version.schedule_time}`];
  // No run asks, but other expenses of the client or the partner may have let one read what its conditions look at.
  return groups.length === 0 ? [] : [days];
}
