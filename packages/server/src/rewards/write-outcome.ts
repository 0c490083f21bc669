import { addDays } from '../referral/local-day.ts';
import { formatMoney } from '../referral/money.ts';
import type { ExplainedExpense, ExplainedRule } from './explain-expense.ts';
import type { ExplainedReward, Rewarded } from './explain-outcome.ts';

type Money = Pick<ExplainedExpense['expense'], 'iso' | 'exponent'>;

/** The lines that say what came of an expense by a rule. */
export function writeOutcome(rule: ExplainedRule, currency: Money): string[] {
  const { outcome, groups, because } = rule;
  switch (outcome?.kind) {
    case undefined:
      return [];
    case 'waiting': {
      const isRead = groups.every(({ conditions }) => conditions.every(({ holds }) => holds !== undefined));
      return [`not judged yet: the run of ${outcome.day} will${isRead ? '' : ', and reads what is not read yet'}`];
    }
    case 'refused':
      return [`refused by the run of ${outcome.day}: ${outcome.reason}, ${because ?? ''}`];
    case 'rewarded':
      return writeRewarded(outcome, rule, currency);
  }
}

function writeRewarded(
  { reward, byHand, takenBack }: Rewarded,
  { version, gives, because }: ExplainedRule,
  currency: Money,
): string[] {
  const by = byHand
    ? 'by hand'
    : version === undefined
      ? 'by a run'
      : `by the run of ${addDays(reward.cdate, -version.hold_days)}`;
  return [
    `rewarded ${by}: partner ${reward.referer_account} earned ${writeReward(reward, reward.amount, currency)}`,
    ...(because === undefined || gives === undefined
      ? []
      : [
          `  less than the ${formatMoney(gives, currency)} that the rule gives, so a limit seems to have cut it down: ${because}`,
        ]),
    ...takenBack.map((back) => `  refund ${back.refund ?? ''} took back ${writeReward(back, -back.amount, currency)}`),
  ];
}

const writeReward = ({ id, cdate, payment, unpaid }: ExplainedReward, amount: number, currency: Money): string =>
  `${formatMoney(amount, currency)} (reward ${id}), payable from ${cdate}, ` +
  (payment === null ? 'in no payment yet' : `in payment ${payment}`) +
  (unpaid === undefined ? '' : `: ${unpaid}`);
