import { addDays } from '../referral/local-day.ts';
import { formatMoney } from '../referral/money.ts';
import type { RefusalReason } from '../store/schema.ts';
import type { ExplainedExpense, ExplainedRule } from './explain-expense.ts';
import type { ExplainedReward, Rewarded } from './explain-outcome.ts';

type Money = Pick<ExplainedExpense['expense'], 'iso' | 'exponent'>;

const REASONS: Readonly<Record<RefusalReason, string>> = {
  self: 'a user of the client and one of the partner had the same e-mail',
  left: 'the partner had left the program before the expense was made',
  barred: 'the partner was in the group that gets no rewards',
  'later-order': 'it is not of the first order, or the rule has rewarded another one',
  'months-over': 'the first months were over',
  condition: 'a group of conditions did not hold, or a condition without one',
  'no-rate': "there was no rate of that day for the expense's currency",
  nothing: 'it came to nothing',
  limit: 'a limit of the rule was used up',
};

/** The lines that say what came of an expense by a rule. */
export function writeOutcome(rule: ExplainedRule, currency: Money): string[] {
  const { outcome, groups } = rule;
  switch (outcome?.kind) {
    case undefined:
      return [];
    case 'waiting': {
      const isRead = groups.every(({ conditions }) => conditions.every(({ holds }) => holds !== undefined));
      return [`not judged yet: the run of ${outcome.day} will${isRead ? '' : ', and reads what is not read yet'}`];
    }
    case 'refused':
      return [`refused by the run of ${outcome.day}: ${outcome.reason}, ${REASONS[outcome.reason]}`];
    case 'rewarded':
      return writeRewarded(outcome, rule, currency);
  }
}

function writeRewarded(
  { reward, byHand, takenBack }: Rewarded,
  { version, gives }: ExplainedRule,
  currency: Money,
): string[] {
  const by = byHand
    ? 'by hand'
    : version === undefined
      ? 'by a run'
      : `by the run of ${addDays(reward.cdate, -version.hold_days)}`;
  // A limit leaves no trace but a reward that is less than what the rule gives.
  const isLimited = version !== undefined && (version.limit_referral !== null || version.limit_period !== null);
  const isCut = isLimited && !byHand && gives !== undefined && reward.amount < gives;
  return [
    `rewarded ${by}: partner ${reward.referer_account} earned ${writeReward(reward, reward.amount, currency)}`,
    ...(isCut
      ? [`  less than the ${formatMoney(gives, currency)} that the rule gives, so a limit seems to have cut it down`]
      : []),
    ...takenBack.map((back) => `  refund ${back.refund ?? ''} took back ${writeReward(back, -back.amount, currency)}`),
  ];
}

const writeReward = ({ id, cdate, payment }: ExplainedReward, amount: number, currency: Money): string =>
  `${formatMoney(amount, currency)} (reward ${id}), payable from ${cdate}, ` +
  (payment === null ? 'in no payment yet' : `in payment ${payment}`);
